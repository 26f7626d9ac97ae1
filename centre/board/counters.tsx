/** Ratings of one day by counter; levels stand only where the centre gives them, which privacy decides. */
import type { CounterRatings, RatingsByCounter } from '../../shared/contract/board-api.ts';
import { levelsOf } from './figures.ts';
import { Wide } from './wide.tsx';
import type { BoardWords } from './words.ts';

interface CountersProps {
  readonly words: BoardWords;
  readonly ratings: RatingsByCounter;
}

export function Counters({ words, ratings }: CountersProps) {
  const { counters } = ratings;
  if (counters.length === 0) return <p class="quiet">{words.say('counters.none')}</p>;
  const levels = levelsOf(Object.assign({}, ...counters.map((counter) => counter.levels ?? {})));
  return (
    <Wide>
      <table>
        <caption class="only-heard">{words.say('counters.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{words.say('counters.site')}</th>
            <th scope="col">{words.say('counters.counter')}</th>
            <th scope="col" class="figure">
              {words.say('counters.total')}
            </th>
            {levels.map((id) => (
              <th scope="col" class="figure" key={id}>
                {words.name('level', id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counters.map((counter) => (
            <CounterRow
              key={`${counter.site} ${counter.counter ?? ''}`}
              words={words}
              row={counter}
              levels={levels}
            />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

interface CounterRowProps {
  readonly words: BoardWords;
  readonly row: CounterRatings;
  readonly levels: readonly string[];
}

function CounterRow({ words, row, levels }: CounterRowProps) {
  const { levels: counts } = row;
  const isPart = counts !== null && row.levelsOf < row.total;
  return (
    <tr>
      <td>{row.site}</td>
      <th scope="row">
        {row.counter ?? words.say('counters.shared')}
        {isPart && <span class="note"> {words.say('counters.part', { n: words.count(row.levelsOf) })}</span>}
      </th>
      <td class="figure">{words.count(row.total)}</td>
      {counts === null
        ? levels.length > 0 && (
            <td colSpan={levels.length} class="quiet">
              {words.say('counters.private')}
            </td>
          )
        : levels.map((id) => (
            <td class="figure" key={id}>
              {counts[id] === undefined ? words.say('ratings.absent') : words.count(counts[id])}
            </td>
          ))}
    </tr>
  );
}
