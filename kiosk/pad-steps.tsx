/** The steps of the pad, each one decision: unit, month, day, digits or letters, and the look at the paper. */
import arrowRight from 'lucide-static/icons/arrow-right.svg?nodes';
import chevronLeft from 'lucide-static/icons/chevron-left.svg?nodes';
import chevronRight from 'lucide-static/icons/chevron-right.svg?nodes';
import deleteIcon from 'lucide-static/icons/delete.svg?nodes';
import pencil from 'lucide-static/icons/pencil.svg?nodes';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Day } from '../shared/contract/day.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { Icon, type IconNodes } from '../shared/screen/icon.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import { usePress } from '../shared/screen/press.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import {
  type Change,
  chooseDay,
  chooseFree,
  chooseMonth,
  chooseUnit,
  clearPart,
  type Draft,
  daysOf,
  eraseLast,
  monthsOf,
  NUMBER_CHARS_MIN,
  textOf,
  typeInto,
} from './pad-draft.ts';
import { useKioskWords } from './words.ts';

interface StepProps {
  readonly draft: Draft;
  readonly change: (how: Change) => void;
  readonly today: Day;
  readonly units: SiteConfig['units'];
}

interface TitleProps {
  readonly title: string;
  readonly text?: string;
}

function Title({ title, text }: TitleProps) {
  return (
    <div class="pad-head">
      <h1 class="pad-title" tabIndex={-1}>
        {title}
      </h1>
      {text !== undefined && <p class="pad-text">{text}</p>}
    </div>
  );
}

interface KeyProps {
  readonly onPress: () => void;
  readonly children: ComponentChildren;
  readonly label?: string;
  readonly isChosen?: boolean;
  readonly class?: string;
}

/** One key; a second identical press within half a second is a trembling finger. */
function Key({ onPress, children, label, isChosen, class: name }: KeyProps) {
  const press = usePress(onPress);
  return (
    <button
      type="button"
      class={name === undefined ? 'pad-key' : `pad-key ${name}`}
      onClick={press}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(isChosen === undefined ? {} : { 'aria-pressed': isChosen })}
    >
      {children}
    </button>
  );
}

const UNITS_PER_PAGE = 5;
// Where large text or a panel lying down leaves room for fewer, so that all of them and the way on stay in view.
const UNITS_PER_SHORT_PAGE = 3;

export function Units({ draft, change, units }: StepProps) {
  const words = useKioskWords();
  const isShort = useScreen().settings.size === 'large' || matchMedia('(orientation: landscape)').matches;
  const perPage = isShort ? UNITS_PER_SHORT_PAGE : UNITS_PER_PAGE;
  const [first, setFirst] = useState(0);
  const page = Math.floor(first / perPage);
  const pages = Math.max(1, Math.ceil(units.length / perPage));
  const shown = units.slice(page * perPage, (page + 1) * perPage);
  return (
    <>
      <Title title={words.say('pad.unitTitle')} text={words.say('pad.unitText')} />
      <div class="pad-units">
        {shown.map(({ prefix, name }) => (
          <Key
            key={prefix}
            class="pad-unit"
            isChosen={draft.unit === prefix}
            onPress={() => change((old) => chooseUnit(old, prefix))}
          >
            <strong>{prefix}</strong>
            <span>{words.pick(name)}</span>
          </Key>
        ))}
        <Key class="pad-unit" onPress={() => change(chooseFree)}>
          <strong>{words.say('pad.unitOther')}</strong>
          <span>{words.say('pad.unitOtherNote')}</span>
        </Key>
      </div>
      {pages > 1 && <Pager page={page} pages={pages} onPage={(next) => setFirst(next * perPage)} />}
    </>
  );
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

function Pager({ page, pages, onPage }: PagerProps) {
  const words = useKioskWords();
  return (
    <div class="pad-pager">
      <PageKey
        nodes={chevronLeft}
        label={words.say('pad.previous')}
        isOff={page === 0}
        onPress={() => onPage(page - 1)}
      />
      <p role="status">{words.say('pad.page', { n: page + 1, of: pages })}</p>
      <PageKey
        nodes={chevronRight}
        label={words.say('pad.next')}
        isOff={page === pages - 1}
        onPress={() => onPage(page + 1)}
      />
    </div>
  );
}

interface PageKeyProps {
  readonly nodes: IconNodes;
  readonly label: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}

function PageKey({ nodes, label, isOff, onPress }: PageKeyProps) {
  return (
    <button type="button" class="pad-key pad-page" aria-label={label} disabled={isOff} onClick={onPress}>
      <Icon nodes={nodes} />
    </button>
  );
}

const MONTH_PAGES_MAX = 12;

export function Months({ draft, change, today }: StepProps) {
  const words = useKioskWords();
  const [page, setPage] = useState(0);
  const months = monthsOf(today, page);
  const isOldest = page >= MONTH_PAGES_MAX || monthsOf(today, page + 1).length === 0;
  return (
    <>
      <Title title={words.say('pad.monthTitle')} text={words.say('pad.monthText')} />
      <div class="pad-grid pad-months">
        {months.map(({ year, month }) => {
          const text = `${String(month).padStart(2, '0')}/${year}`;
          return (
            <Key
              key={text}
              label={words.say('pad.month', { month: text })}
              isChosen={draft.month?.year === year && draft.month.month === month}
              onPress={() => change((old) => chooseMonth(old, { year, month }))}
            >
              {text}
            </Key>
          );
        })}
      </div>
      <div class="pad-row">
        <BigButton label={words.say('pad.earlier')} disabled={isOldest} onPress={() => setPage(page + 1)} />
        <BigButton label={words.say('pad.later')} disabled={page === 0} onPress={() => setPage(page - 1)} />
      </div>
    </>
  );
}

export function Days({ draft, change, today }: StepProps) {
  const words = useKioskWords();
  const { month } = draft;
  if (month === null) return null;
  const title = words.say('pad.dayTitle', { month: String(month.month).padStart(2, '0'), year: month.year });
  return (
    <>
      <Title title={title} text={words.say('pad.monthText')} />
      <div class="pad-grid pad-days">
        {daysOf(month, today).map((day) => (
          <Key key={day} isChosen={draft.day === day} onPress={() => change((old) => chooseDay(old, day))}>
            {String(day)}
          </Key>
        ))}
      </div>
    </>
  );
}

const digits = [...'123456789'];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '.', '-'];

interface KeysProps extends StepProps {
  readonly onContinue: () => void;
}

/** Twelve large keys for the last digits; letters too where a whole code is typed. */
export function Keys({ draft, change, onContinue }: KeysProps) {
  const words = useKioskWords();
  const isFree = draft.step === 'free';
  const text = isFree ? draft.free : draft.number;
  const empty = words.say(isFree ? 'pad.freeEmpty' : 'pad.numberEmpty');
  const key = (char: string) => (
    <Key key={char} onPress={() => change((old) => typeInto(old, char))}>
      {char}
    </Key>
  );
  return (
    <>
      <Title
        title={words.say(isFree ? 'pad.freeTitle' : 'pad.numberTitle')}
        text={words.say(isFree ? 'pad.freeText' : 'pad.numberText')}
      />
      <p class="pad-typed" role="status" data-free={isFree}>
        {text === '' ? <span class="pad-empty">{empty}</span> : text}
      </p>
      <div class="pad-keys" data-free={isFree}>
        {isFree && <div class="pad-grid pad-letters">{letters.map(key)}</div>}
        <div class="pad-grid pad-digits">
          {digits.map(key)}
          <Key class="pad-word" onPress={() => change(clearPart)}>
            {words.say('pad.clear')}
          </Key>
          {key('0')}
          <Key class="pad-word" label={words.say('pad.erase')} onPress={() => change(eraseLast)}>
            <Icon nodes={deleteIcon} />
          </Key>
        </div>
      </div>
      <BigButton
        tone="primary"
        icon={arrowRight}
        label={words.say('pad.continue')}
        disabled={text.length < (isFree ? 1 : NUMBER_CHARS_MIN)}
        onPress={onContinue}
      />
    </>
  );
}

interface CheckProps extends StepProps {
  readonly onYes: () => void;
  readonly onNo: () => void;
}

export function Check({ draft, onYes, onNo }: CheckProps) {
  const words = useKioskWords();
  return (
    <>
      <Title title={words.say('pad.checkTitle')} text={words.say('pad.checkText')} />
      <p class="pad-code">{textOf(draft)}</p>
      <div class="pad-row">
        <BigButton icon={pencil} label={words.say('pad.no')} onPress={onNo} />
        <BigButton tone="primary" label={words.say('pad.yes')} onPress={onYes} />
      </div>
    </>
  );
}
