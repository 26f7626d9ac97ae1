/** One summary of ratings by level, with the sentences that must stand beside it: levels are never added up to a rate. */
import type { RatingsSummary } from '../../shared/contract/board-api.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { levelsOf, shareOf } from './figures.ts';
import type { BoardWords } from './words.ts';

interface LevelsProps {
  readonly words: BoardWords;
  readonly summary: RatingsSummary;
  readonly caption: string;
}

export function Levels({ words, summary, caption }: LevelsProps) {
  const { levels, total } = summary;
  return (
    <>
      <table>
        <caption class="only-heard">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.say('ratings.level')}</th>
            <th scope="col" class="figure">
              {words.say('ratings.count')}
            </th>
            <th scope="col">{words.say('ratings.share')}</th>
          </tr>
        </thead>
        <tbody>
          {levelsOf(levels).map((id) => (
            <LevelRow key={id} words={words} id={id} count={levels[id] ?? 0} total={total} />
          ))}
          {!summary.hasNegativeLevel && (
            <tr>
              <th scope="row">{words.name('level', 'dissatisfied')}</th>
              <td colSpan={2} class="quiet">
                {words.say('ratings.absent')}
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.say('ratings.total')}</th>
            <td class="figure">{words.count(total)}</td>
            <td class="quiet">
              {total < centreLimits.boardShareMin &&
                words.say('ratings.fewer', { n: centreLimits.boardShareMin })}
            </td>
          </tr>
        </tfoot>
      </table>
      <Beside words={words} summary={summary} />
    </>
  );
}

interface LevelRowProps {
  readonly words: BoardWords;
  readonly id: string;
  readonly count: number;
  readonly total: number;
}

function LevelRow({ words, id, count, total }: LevelRowProps) {
  const share = shareOf(count, total);
  return (
    <tr>
      <th scope="row">{words.name('level', id)}</th>
      <td class="figure">{words.count(count)}</td>
      <td>
        <span class="share">
          <span class="share-bar" aria-hidden="true">
            <span style={{ width: `${total === 0 ? 0 : (count / total) * 100}%` }} />
          </span>
          {share !== undefined && <span class="share-figure">{words.percent(share)}</span>}
        </span>
      </td>
    </tr>
  );
}

/** What must be read with the numbers. */
function Beside({ words, summary }: { readonly words: BoardWords; readonly summary: RatingsSummary }) {
  const { scale, flagged, undone, awaitingDecision } = summary;
  return (
    <div class="beside">
      <p>
        {!summary.hasNegativeLevel && (
          <>
            {words.say('ratings.noNegative.a')}
            <em>{words.say('ratings.noNegative.b')}</em>
            {words.say('ratings.noNegative.c')}
            <em>{words.say('ratings.noNegative.d')}</em>
            {words.say('ratings.noNegative.e')}
          </>
        )}
        {words.say('ratings.notIndex')}
      </p>
      <p class="quiet">
        {words.say('ratings.scale', { id: scale.id, version: scale.version, size: scale.size })}.
        {flagged > 0 && ` ${words.say('ratings.flagged', { n: words.count(flagged) })}`}
        {undone > 0 && ` ${words.say('ratings.undone', { n: words.count(undone) })}`}
        {awaitingDecision > 0 && ` ${words.say('ratings.awaiting', { n: words.count(awaitingDecision) })}`}
      </p>
      {summary.otherScales.map((other) => (
        <p key={`${other.id}@${other.version}`} class="quiet">
          {words.say('ratings.other', {
            id: other.id,
            version: other.version,
            n: words.count(other.total),
          })}
        </p>
      ))}
    </div>
  );
}
