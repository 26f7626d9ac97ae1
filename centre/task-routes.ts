/** Tasks and calls for help over HTTP, to the centre's own computer alone; it decides nothing itself. */
import type { FastifyInstance } from 'fastify';
import { taskToClose } from '../shared/contract/admin-api.ts';
import type { HelpCalls } from '../shared/contract/board-api.ts';
import { readValue } from '../shared/contract/reader.ts';
import { sendRefusal, sendResult } from './api-error.ts';
import type { Calls } from './calls.ts';
import type { Live } from './live.ts';
import type { Tasks } from './tasks.ts';

export interface TaskRouteParts {
  readonly tasks: Tasks;
  readonly calls: Calls;
  readonly live: Live;
  readonly now: () => number;
}

type WithId = { Params: { id: string } };

export function taskRoutes(server: FastifyInstance, { tasks, calls, live, now }: TaskRouteParts): void {
  server.get('/api/tasks', () => tasks.list());
  server.post<WithId>('/api/tasks/:id/close', (request, reply) => {
    const read = readValue(taskToClose, request.body);
    if (!read.ok) return sendRefusal(reply, read.refusal);
    const closed = tasks.close(request.params.id, read.value.by);
    if (closed.ok) live.notify('tasks');
    return sendResult(reply, closed);
  });
  server.get('/api/calls', (): HelpCalls => ({ asOf: now(), calls: calls.list() }));
  server.post<WithId>('/api/calls/:id/close', (request, reply) =>
    sendResult(reply, calls.close(request.params.id)),
  );
}
