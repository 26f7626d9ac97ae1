/** The day on which a dossier was handed in: its month first, then its day, each one press. */
import { useState } from 'preact/hooks';
import { BigButton } from '../shared/screen/parts.tsx';
import { chooseDay, chooseMonth, daysOf, monthsOf } from './pad-draft.ts';
import { Key, type StepProps, Title } from './pad-key.tsx';
import { useKioskWords } from './words.ts';

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

// Of a small panel's two pages of days, the first ends with it.
const HALF = 16;

export function Days({ draft, change, today, room }: StepProps) {
  const words = useKioskWords();
  const [isLast, setLast] = useState(false);
  const { month } = draft;
  if (month === null) return null;
  const title = words.say('pad.dayTitle', { month: String(month.month).padStart(2, '0'), year: month.year });
  const days = daysOf(month, today);
  const isHalved = room === 'short' && days.length > HALF;
  const shown = isHalved ? days.filter((day) => day > HALF === isLast) : days;
  return (
    <>
      <Title title={title} text={words.say('pad.monthText')} />
      <div class="pad-grid pad-days">
        {shown.map((day) => (
          <Key key={day} isChosen={draft.day === day} onPress={() => change((old) => chooseDay(old, day))}>
            {String(day)}
          </Key>
        ))}
      </div>
      {isHalved && (
        <div class="pad-row">
          <Key class="pad-word" isChosen={!isLast} onPress={() => setLast(false)}>
            {words.say('pad.halfFirst')}
          </Key>
          <Key class="pad-word" isChosen={isLast} onPress={() => setLast(true)}>
            {words.say('pad.halfLast', { last: days.at(-1) ?? 31 })}
          </Key>
        </div>
      )}
    </>
  );
}
