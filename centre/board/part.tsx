/** A part of the board with its heading and the age of its figures; while there are none it says why. It knows no figure. */
import type { ComponentChildren } from 'preact';
import { type Figures, isStale } from './feed.ts';
import type { BoardWords } from './words.ts';

interface PartProps<T> {
  readonly id: string;
  readonly title: string;
  readonly words: BoardWords;
  readonly figures: Figures<T>;
  readonly now: number;
  /** When the figures are true (ms); null where they say nothing about it. */
  readonly asOf: (value: T) => number | null;
  readonly show: (value: T) => ComponentChildren;
}

export function Part<T>({ id, title, words, figures, now, asOf, show }: PartProps<T>) {
  const { value, fault } = figures;
  return (
    <section class="part" aria-labelledby={id} data-part={id}>
      <div class="part-head">
        <h2 id={id}>{title}</h2>
        {value !== undefined && <AsOf words={words} figures={figures} now={now} at={asOf(value)} />}
      </div>
      {value === undefined ? (
        <p class="quiet" role="status">
          {fault === undefined
            ? words.say('state.loading')
            : `${words.say('state.failed', { fault: words.name('fault', fault) })}. ${words.say('state.again')}`}
        </p>
      ) : (
        show(value)
      )}
    </section>
  );
}

interface AsOfProps {
  readonly words: BoardWords;
  readonly figures: Figures<unknown>;
  readonly now: number;
  readonly at: number | null;
}

function AsOf({ words, figures, now, at }: AsOfProps) {
  return (
    <p class="as-of">
      {at !== null && words.say('asOf.line', { moment: words.moment(at) })}
      {isStale(figures, now) && (
        <strong class="stale">{words.say('asOf.stale', { age: words.age(figures.at, now) })}</strong>
      )}
    </p>
  );
}

/** ISO 8601 to ms; null for what is not there. */
export function momentOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
