/** A form for two days and the ratings between them; the days are inclusive, and the centre's. */
import { useState } from 'preact/hooks';
import type { DossiersSummary, RatingsSummary } from '../../shared/contract/board-api.ts';
import { type Day, readDay } from '../../shared/contract/day.ts';
import type { Answer } from './api.ts';
import { participationOf } from './figures.ts';
import { Levels } from './levels.tsx';
import { momentOf } from './part.tsx';
import type { BoardWords } from './words.ts';

interface PeriodProps {
  readonly words: BoardWords;
  readonly first: { readonly from: string; readonly to: string };
  readonly archive: DossiersSummary | undefined;
  readonly ask: (from: Day, to: Day) => Promise<Answer<RatingsSummary>>;
}

type Phase =
  | { readonly kind: 'open' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'answered'; readonly answer: Answer<RatingsSummary> };

export function Period({ words, first, archive, ask }: PeriodProps) {
  const [from, setFrom] = useState(first.from);
  const [to, setTo] = useState(first.to);
  const [phase, setPhase] = useState<Phase>({ kind: 'open' });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const [start, end] = [readDay(from), readDay(to)];
    if (!start.ok || !end.ok || start.value > end.value) return setPhase({ kind: 'wrong' });
    setPhase({ kind: 'busy' });
    setPhase({ kind: 'answered', answer: await ask(start.value, end.value) });
  };
  return (
    <section class="part" aria-labelledby="period" data-part="period">
      <h2 id="period">{words.say('period.title')}</h2>
      <form class="period" onSubmit={(event) => void submit(event)}>
        <label>
          {words.say('period.from')}
          <input type="date" required value={from} onInput={(e) => setFrom(e.currentTarget.value)} />
        </label>
        <label>
          {words.say('period.to')}
          <input type="date" required value={to} onInput={(e) => setTo(e.currentTarget.value)} />
        </label>
        <button type="submit">{words.say('period.show')}</button>
      </form>
      <div role="status">
        {phase.kind === 'wrong' && <p class="stale">{words.say('period.wrong')}</p>}
        {phase.kind === 'busy' && <p class="quiet">{words.say('state.loading')}</p>}
        {phase.kind === 'answered' && <Result words={words} archive={archive} answer={phase.answer} />}
      </div>
    </section>
  );
}

interface ResultProps {
  readonly words: BoardWords;
  readonly archive: DossiersSummary | undefined;
  readonly answer: Answer<RatingsSummary>;
}

function Result({ words, archive, answer }: ResultProps) {
  if (!answer.ok) {
    return <p class="stale">{words.say('state.failed', { fault: words.name('fault', answer.fault) })}</p>;
  }
  const summary = answer.value;
  const title = words.say('period.result', { from: words.day(summary.from), to: words.day(summary.to) });
  const at = momentOf(summary.asOf);
  const participation = participationOf(summary, archive);
  return (
    <>
      <div class="part-head">
        <h3>{title}</h3>
        {at !== null && <p class="as-of">{words.say('asOf.line', { moment: words.moment(at) })}</p>}
      </div>
      {summary.total === 0 && <p class="quiet">{words.say('period.none')}</p>}
      <Levels words={words} summary={summary} caption={title} />
      {participation !== undefined && archive !== undefined && (
        <p>
          {words.say('period.participation', {
            total: words.count(summary.total),
            received: words.count(archive.received),
            share: words.percent(participation.share, 2),
            unrated: words.count(participation.unrated),
            unratedShare: words.percent(1 - participation.share, 2),
          })}
        </p>
      )}
    </>
  );
}
