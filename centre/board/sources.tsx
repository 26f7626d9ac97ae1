/** Where statuses come from: when each source delivered last, and first what waits for somebody; it is handed no dossier. */
import type { SourceListed } from '../../shared/contract/dossier-delivery.ts';
import { Wide } from './wide.tsx';
import type { BoardWords } from './words.ts';

interface SourcesProps {
  readonly words: BoardWords;
  readonly sources: readonly SourceListed[];
  readonly now: number;
}

export function Sources({ words, sources, now }: SourcesProps) {
  const shown = sources.filter(
    ({ dossiers, deliveredAt, waiting }) => dossiers > 0 || deliveredAt !== null || waiting !== null,
  );
  if (shown.length === 0) return <p class="quiet">{words.say('sources.none')}</p>;
  return (
    <>
      <Notices words={words} sources={shown} />
      <Wide>
        <table>
          <caption class="only-heard">{words.say('sources.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{words.say('sources.name')}</th>
              <th scope="col" class="figure">
                {words.say('sources.dossiers')}
              </th>
              <th scope="col" class="figure">
                {words.say('sources.open')}
              </th>
              <th scope="col">{words.say('sources.delivered')}</th>
              <th scope="col">{words.say('sources.asOf')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, name, dossiers, open, deliveredAt, asOf, freshAt }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td class="figure">{words.count(dossiers)}</td>
                <td class="figure">{words.count(open)}</td>
                <td>{deliveredAt === null ? '–' : words.age(deliveredAt, now)}</td>
                <td>{asOf === null ? '–' : words.moment(Math.max(asOf, freshAt ?? 0))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}

function Notices({ words, sources }: Pick<SourcesProps, 'words' | 'sources'>) {
  const notices = sources.flatMap(({ id, name, waiting, unknownStatuses }) => [
    ...(waiting === null
      ? []
      : [{ key: `${id} waiting`, text: words.say('sources.waiting', { name, id: waiting }) }]),
    ...(unknownStatuses.length === 0
      ? []
      : [
          {
            key: `${id} unknown`,
            text: words.say('sources.unknown', { name, codes: codesOf(words, unknownStatuses) }),
          },
        ]),
  ]);
  if (notices.length === 0) return null;
  return (
    <div class="alarms">
      <ul>
        {notices.map(({ key, text }) => (
          <li key={key}>
            <strong>{text}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The most frequent first, ten at most. */
function codesOf(words: BoardWords, statuses: SourceListed['unknownStatuses']): string {
  const shown = statuses.slice(0, 10).map(({ code, dossiers }) => `«${code}» (${words.count(dossiers)})`);
  return [...shown, ...(statuses.length > 10 ? ['…'] : [])].join(', ');
}
