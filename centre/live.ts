/** Server-sent events: tells boards that something changed, not what; at most two notices a second of each kind. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LiveEventName, LiveNotice } from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';

export interface Live {
  notify(name: LiveEventName): void;
  /** Boards that listen now. */
  boards(): number;
  /** Takes the request over; false when too many boards listen. */
  join(request: FastifyRequest, reply: FastifyReply): boolean;
  close(): void;
}

export function openLive(now: () => number): Live {
  const boards = new Set<FastifyReply['raw']>();
  const waiting = new Map<LiveEventName, NodeJS.Timeout>();
  const saidAt = new Map<LiveEventName, number>();
  const tell = (text: string): void => {
    for (const board of boards) board.write(text);
  };
  const say = (name: LiveEventName): void => {
    waiting.delete(name);
    saidAt.set(name, now());
    const notice: LiveNotice = { at: now() };
    tell(`event: ${name}\ndata: ${JSON.stringify(notice)}\n\n`);
  };
  const ping = setInterval(() => tell(': still here\n\n'), centreLimits.livePingMs);
  ping.unref();
  return {
    notify: (name) => {
      if (boards.size === 0 || waiting.has(name)) return;
      const wait = Math.max(0, (saidAt.get(name) ?? 0) + centreLimits.liveNoticeEveryMs - now());
      waiting.set(
        name,
        setTimeout(() => say(name), Math.min(wait, centreLimits.liveNoticeEveryMs)),
      );
    },
    boards: () => boards.size,
    join: (request, reply) => {
      if (boards.size >= centreLimits.liveClientsMax) return false;
      reply.hijack();
      const { raw } = reply;
      // Headers set by hooks are fastify's; a hijacked answer writes its own.
      raw.writeHead(200, {
        ...stringHeaders(reply),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      raw.write('retry: 2000\n\n');
      boards.add(raw);
      request.raw.on('close', () => boards.delete(raw));
      raw.on('error', () => boards.delete(raw));
      return true;
    },
    close: () => {
      clearInterval(ping);
      for (const timer of waiting.values()) clearTimeout(timer);
      for (const board of boards) board.end();
    },
  };
}

function stringHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
