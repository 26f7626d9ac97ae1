/** The keys: twelve large ones for the last digits, letters too for a whole code or a unit's name; on a small panel one group at a time. */
import arrowRight from 'lucide-static/icons/arrow-right.svg?nodes';
import deleteIcon from 'lucide-static/icons/delete.svg?nodes';
import { Icon } from '../shared/screen/icon.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import { clearPart, eraseLast, NUMBER_CHARS_MIN, typeInto } from './pad-draft.ts';
import { Key, type StepProps, Title } from './pad-key.tsx';
import { useKioskWords } from './words.ts';

/** Which keys stand there where not all of them have room. */
export type Group = 'digits' | 'first' | 'last';

const digits = [...'1234567890'];
const first = [...'ABCDEFGHIJKLM'];
const last = [...'NOPQRSTUVWXYZ'];
/** What a code holds beside letters and digits; between words stands a space. */
const signs = ['.', '-'];

interface BoardProps extends Pick<StepProps, 'change' | 'room'> {
  readonly group: Group;
  readonly kind: 'code' | 'words';
}

/** Letters, digits and erase; every key is at least as large as a finger needs, so a small panel shows one group of them. */
export function Board({ change, room, group, kind }: BoardProps) {
  const words = useKioskWords();
  const groups: Readonly<Record<Group, readonly string[]>> = { first, last, digits };
  const chars = room === 'short' ? groups[group] : [...first, ...last, ...digits];
  const key = (char: string) => (
    <Key key={char} onPress={() => change((old) => typeInto(old, char))}>
      {char}
    </Key>
  );
  return (
    <div class="pad-grid pad-board">
      {chars.map(key)}
      {kind === 'code' && signs.map(key)}
      {kind === 'words' && (
        <Key class="pad-word" onPress={() => change((old) => typeInto(old, ' '))}>
          {words.say('pad.space')}
        </Key>
      )}
      <Key class="pad-word" label={words.say('pad.erase')} onPress={() => change(eraseLast)}>
        <Icon nodes={deleteIcon} />
      </Key>
    </div>
  );
}

interface TabsProps {
  readonly group: Group;
  readonly onGroup: (group: Group) => void;
}

/** From group to group, on a small panel. */
export function Tabs({ group, onGroup }: TabsProps) {
  const words = useKioskWords();
  const names = { digits: 'pad.digits', first: 'pad.lettersFirst', last: 'pad.lettersLast' } as const;
  return (
    <div class="pad-tabs">
      {(['digits', 'first', 'last'] as const).map((each) => (
        <Key key={each} class="pad-word" isChosen={each === group} onPress={() => onGroup(each)}>
          {words.say(names[each])}
        </Key>
      ))}
    </div>
  );
}

interface KeysProps extends StepProps {
  readonly group: Group;
  readonly onContinue: () => void;
}

/** The last digits, or a whole code. */
export function Keys({ draft, change, room, group, onContinue }: KeysProps) {
  const words = useKioskWords();
  const isFree = draft.step === 'free';
  const text = isFree ? draft.free : draft.number;
  const empty = words.say(isFree ? 'pad.freeEmpty' : 'pad.numberEmpty');
  return (
    <>
      <Title
        title={words.say(isFree ? 'pad.freeTitle' : 'pad.numberTitle')}
        text={words.say(isFree ? 'pad.freeText' : 'pad.numberText')}
      />
      <p class="pad-typed" role="status" data-free={isFree}>
        {text === '' ? <span class="pad-empty">{empty}</span> : text}
      </p>
      {isFree ? <Board change={change} room={room} group={group} kind="code" /> : <Digits change={change} />}
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

function Digits({ change }: Pick<StepProps, 'change'>) {
  const words = useKioskWords();
  const key = (char: string) => (
    <Key key={char} onPress={() => change((old) => typeInto(old, char))}>
      {char}
    </Key>
  );
  return (
    <div class="pad-grid pad-digits">
      {digits.slice(0, 9).map(key)}
      <Key class="pad-word" onPress={() => change(clearPart)}>
        {words.say('pad.clear')}
      </Key>
      {key('0')}
      <Key class="pad-word" label={words.say('pad.erase')} onPress={() => change(eraseLast)}>
        <Icon nodes={deleteIcon} />
      </Key>
    </div>
  );
}
