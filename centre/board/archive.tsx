/** One archived year of dossiers: three groups that exclude each other and add up to what was received. */
import type { DossiersSummary } from '../../shared/contract/board-api.ts';
import { shareOf } from './figures.ts';
import type { BoardWords } from './words.ts';

interface ArchiveProps {
  readonly words: BoardWords;
  readonly summary: DossiersSummary;
}

export function Archive({ words, summary }: ArchiveProps) {
  const { year, received, returned, late, inTime } = summary;
  if (summary.asOf === null || received === 0) {
    return <p class="quiet">{words.say('archive.none', { year })}</p>;
  }
  const groups = [
    { name: words.say('archive.returned'), n: returned },
    { name: words.say('archive.late'), n: late },
    { name: words.say('archive.inTime'), n: inTime },
  ];
  const reasons = Object.entries(summary.lateReasons).sort(([, a], [, b]) => b - a);
  return (
    <>
      <p class="lead">
        {words.say('archive.sum', {
          received: words.count(received),
          returned: words.count(returned),
          late: words.count(late),
          inTime: words.count(inTime),
        })}
      </p>
      <table>
        <caption class="only-heard">{words.say('archive.title', { year })}</caption>
        <thead>
          <tr>
            <th scope="col">{words.say('archive.group')}</th>
            <th scope="col" class="figure">
              {words.say('archive.count')}
            </th>
            <th scope="col">{words.say('archive.share')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, n }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="figure">{words.count(n)}</td>
              <td>
                <span class="share">
                  <span class="share-bar" aria-hidden="true">
                    <span style={{ width: `${(n / received) * 100}%` }} />
                  </span>
                  <span class="share-figure">{words.percent(shareOf(n, received, 1) ?? 0, 2)}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.say('archive.received')}</th>
            <td class="figure">{words.count(received)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
      {reasons.length > 0 && (
        <p class="quiet">
          {words.say('archive.reasons')}:{' '}
          {reasons.map(([reason, n]) => `${words.name('reason', reason)} ${words.count(n)}`).join(' · ')}
        </p>
      )}
    </>
  );
}
