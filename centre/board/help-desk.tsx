/** Who waits for a person: calls for help from the lobby and tasks for the unit that answers; each is closed by a hand. */
import { useState } from 'preact/hooks';
import type { HelpCall, HelpCalls, Task, TaskList } from '../../shared/contract/board-api.ts';
import type { Api, Fault } from './api.ts';
import { Wide } from './wide.tsx';
import type { BoardWords } from './words.ts';

interface CallsProps {
  readonly words: BoardWords;
  readonly calls: HelpCalls;
  readonly now: number;
  readonly close: Api['closeCall'];
}

export function Calls({ words, calls: { calls }, now, close }: CallsProps) {
  if (calls.length === 0) return <p class="quiet">{words.say('calls.none')}</p>;
  return (
    <ul class="calls">
      {calls.map((call) => (
        <CallRow key={call.id} words={words} call={call} now={now} close={close} />
      ))}
    </ul>
  );
}

interface CallRowProps extends Omit<CallsProps, 'calls'> {
  readonly call: HelpCall;
}

function CallRow({ words, call, now, close }: CallRowProps) {
  const [fault, setFault] = useState<Fault>();
  const come = async (): Promise<void> => {
    const answer = await close(call.id);
    setFault(answer.ok ? undefined : answer.fault);
  };
  return (
    <li class="call" data-call={call.device}>
      <p>
        <strong>{call.device}</strong> · {call.site}
        <span class="note">
          {' '}
          {words.say('calls.since', { moment: words.moment(call.since), age: words.age(call.since, now) })}
        </span>
        {fault !== undefined && <FaultNote words={words} fault={fault} />}
      </p>
      <button type="button" class="main-button" onClick={() => void come()}>
        {words.say('calls.come')}
      </button>
    </li>
  );
}

function FaultNote({ words, fault }: { readonly words: BoardWords; readonly fault: Fault }) {
  return (
    <span class="stale" role="alert">
      {' '}
      {words.say('close.failed', { fault: words.name('fault', fault) })}
    </span>
  );
}

interface TasksProps {
  readonly words: BoardWords;
  readonly tasks: TaskList;
  readonly now: number;
  readonly close: Api['closeTask'];
}

export function Tasks({ words, tasks: { open, letters }, now, close }: TasksProps) {
  const [by, setBy] = useState('');
  const today = words.say('tasks.letters', {
    day: words.day(letters.day),
    received: words.count(letters.received),
    missing: words.count(letters.missing),
  });
  return (
    <>
      {open.length === 0 ? (
        <p class="quiet">{words.say('tasks.none')}</p>
      ) : (
        <>
          <label class="by">
            {words.say('tasks.by')}
            <input type="text" autocomplete="name" value={by} onInput={(e) => setBy(e.currentTarget.value)} />
          </label>
          <Wide>
            <table>
              <caption class="only-heard">{words.say('tasks.title')}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.say('tasks.unit')}</th>
                  <th scope="col">{words.say('tasks.what')}</th>
                  <th scope="col">{words.say('tasks.code')}</th>
                  <th scope="col">{words.say('tasks.since')}</th>
                  <th scope="col">
                    <span class="only-heard">{words.say('tasks.close')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {open.map((task) => (
                  <TaskRow key={task.id} words={words} task={task} now={now} by={by.trim()} close={close} />
                ))}
              </tbody>
            </table>
          </Wide>
        </>
      )}
      <p class="quiet beside">{today}</p>
    </>
  );
}

interface TaskRowProps extends Omit<TasksProps, 'tasks'> {
  readonly task: Task;
  readonly by: string;
}

/** The dossier's code is painted only for whoever asks for it. */
function TaskRow({ words, task, now, by, close }: TaskRowProps) {
  const [isCodeShown, setCodeShown] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const done = async (): Promise<void> => {
    const answer = await close(task.id, by);
    setFault(answer.ok ? undefined : answer.fault);
  };
  return (
    <tr data-task={task.id}>
      <th scope="row">
        {words.pick(task.unit)}
        <span class="note">{task.site}</span>
      </th>
      <td>
        {words.name('task', task.kind)}
        {fault !== undefined && <FaultNote words={words} fault={fault} />}
      </td>
      <td>
        {isCodeShown ? (
          <strong class="task-code">{task.code}</strong>
        ) : (
          <button type="button" onClick={() => setCodeShown(true)}>
            {words.say('tasks.showCode')}
          </button>
        )}
      </td>
      <td>
        {words.moment(task.openedAt)}
        <span class="note">{words.age(task.openedAt, now)}</span>
      </td>
      <td>
        <button
          type="button"
          class="main-button"
          disabled={by.length < 2}
          title={by.length < 2 ? words.say('tasks.byFirst') : undefined}
          onClick={() => void done()}
        >
          {words.say('tasks.close')}
        </button>
      </td>
    </tr>
  );
}
