/** Where the dossier was handed in: units of the province by page, this site's first, or by some letters of their names. */

import search from 'lucide-static/icons/search.svg?nodes';
import pen from 'lucide-static/icons/square-pen.svg?nodes';
import { useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { useScreen } from '../shared/screen/screen.tsx';
import { chooseFree, chooseSearch, chooseUnit } from './pad-draft.ts';
import { Key, Pager, type Room, type StepProps, Title } from './pad-key.tsx';
import { Board, type Group } from './pad-keys.tsx';
import { searchUnits } from './unit-search.ts';
import { useKioskWords } from './words.ts';

const perPage: Readonly<Record<Room, number>> = { roomy: 4, low: 3, short: 4 };
// Lying they stand in two columns.
const perPageLying: Readonly<Record<Room, number>> = { roomy: 4, low: 4, short: 4 };
// Large text needs more room for each.
const perPageLarge: Readonly<Record<Room, number>> = { roomy: 3, low: 2, short: 2 };

export function Units({ draft, change, units, room }: StepProps) {
  const words = useKioskWords();
  const isLarge = useScreen().settings.size === 'large';
  const isLying = matchMedia('(orientation: landscape)').matches;
  const many = (isLarge ? perPageLarge : isLying ? perPageLying : perPage)[room];
  const [first, setFirst] = useState(0);
  const page = Math.floor(first / many);
  const pages = Math.max(1, Math.ceil(units.length / many));
  return (
    <>
      <Title title={words.say('pad.unitTitle')} text={words.say('pad.unitText')} />
      <div class="pad-units">
        {units.slice(page * many, (page + 1) * many).map((unit) => (
          <Unit key={unit.prefix} unit={unit} draft={draft} change={change} />
        ))}
      </div>
      {pages > 1 && <Pager page={page} pages={pages} onPage={(next) => setFirst(next * many)} />}
      <div class="pad-row pad-others">
        {pages > 1 && (
          <Key class="pad-word pad-other" onPress={() => change(chooseSearch)}>
            <Icon nodes={search} />
            {words.say('pad.unitSearch')}
          </Key>
        )}
        <Key class="pad-word pad-other" onPress={() => change(chooseFree)}>
          <Icon nodes={pen} />
          <span>
            <strong>{words.say('pad.unitOther')}</strong> <small>{words.say('pad.unitOtherNote')}</small>
          </span>
        </Key>
      </div>
    </>
  );
}

interface UnitProps extends Pick<StepProps, 'draft' | 'change'> {
  readonly unit: SiteConfig['units'][number];
}

function Unit({ unit: { prefix, name }, draft, change }: UnitProps) {
  const words = useKioskWords();
  return (
    <Key
      class="pad-unit"
      isChosen={draft.unit === prefix}
      onPress={() => change((old) => chooseUnit(old, prefix))}
    >
      <strong>{prefix}</strong>
      <span>{words.pick(name)}</span>
    </Key>
  );
}

const shownFound: Readonly<Record<Room, number>> = { roomy: 3, low: 2, short: 2 };

interface SearchProps extends StepProps {
  readonly group: Group;
}

export function Search({ draft, change, units, room, group }: SearchProps) {
  const words = useKioskWords();
  const found = searchUnits(units, draft.query);
  const shown = found.slice(0, shownFound[room]);
  const rest = found.length - shown.length;
  return (
    <>
      <Title title={words.say('pad.searchTitle')} text={words.say('pad.searchText')} />
      <p class="pad-typed pad-query">
        {draft.query === '' ? <span class="pad-empty">{words.say('pad.searchEmpty')}</span> : draft.query}
      </p>
      <div class="pad-found">
        {shown.map((unit) => (
          <Unit key={unit.prefix} unit={unit} draft={draft} change={change} />
        ))}
        <p class="pad-said" role="status">
          {draft.query !== '' && found.length === 0 && words.say('pad.searchNone')}
          {rest > 0 && words.say('pad.searchMore', { n: rest })}
        </p>
      </div>
      <Board change={change} room={room} group={group} kind="words" />
    </>
  );
}
