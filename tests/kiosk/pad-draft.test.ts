import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  check,
  chooseDay,
  chooseFree,
  chooseMonth,
  chooseSearch,
  chooseUnit,
  clearPart,
  type Draft,
  daysOf,
  eraseLast,
  firstDraft,
  goBack,
  goTo,
  markWrong,
  monthsOf,
  textOf,
  typeInto,
} from '../../kiosk/pad-draft.ts';
import type { Day } from '../../shared/contract/day.ts';
import { defaultFormats, parseDossierCode } from '../../shared/contract/dossier-code.ts';

const today = '2026-11-21' as Day; // a day that exists
const context = { formats: defaultFormats, now: Date.UTC(2026, 10, 21) };

function whole(unit: string, number: string): Draft {
  const dated = chooseDay(chooseMonth(chooseUnit(firstDraft, unit), { year: 2026, month: 10 }), 7);
  return typeInto(dated, number);
}

describe('a draft', () => {
  test('becomes a code, part by part', () => {
    expect(textOf(whole('H56.14', '0001'))).toBe('H56.14-261007-0001');
    expect(parseDossierCode(textOf(whole('000.00.17.H53', '0001')), context)).toMatchObject({
      ok: true,
      value: { key: '000.00.17.H53-261007-0001' },
    });
  });

  test('goes from unit to month to day to number, and back the same way', () => {
    const steps: string[] = [];
    for (let draft: Draft | undefined = whole('H56.14', '0001'); draft !== undefined; draft = goBack(draft)) {
      steps.push(draft.step);
    }
    expect(steps).toEqual(['number', 'day', 'month', 'unit']);
  });

  test('keeps date and number when only the unit is corrected', () => {
    const corrected = chooseUnit(goTo(whole('H56.14', '0001'), 'unit'), 'H56.15');
    expect([corrected.step, textOf(corrected)]).toEqual(['number', 'H56.15-261007-0001']);
  });

  test('takes only digits for the last part and at most seven', () => {
    expect(typeInto(whole('H56.14', ''), 'A1-2.3b4567899').number).toBe('1234567');
  });

  test('of a whole code takes letters, digits, dot and dash, in capitals', () => {
    expect(textOf(typeInto(chooseFree(firstDraft), 'h56.14-240823-0001 ;x'))).toBe('H56.14-240823-0001X');
  });

  test('is erased sign by sign, or at once', () => {
    const draft = whole('H56.14', '0012');
    expect(eraseLast(draft).number).toBe('001');
    expect(clearPart(draft).number).toBe('');
    expect(eraseLast(goTo(draft, 'unit'))).toEqual(goTo(draft, 'unit'));
  });

  test('looks for a unit by words, and begins anew each time', () => {
    const searching = typeInto(typeInto(chooseSearch(firstDraft), ' ph  uoc'), ' chi;');
    expect([searching.step, searching.query]).toEqual(['search', 'PH UOC CHI']);
    expect(eraseLast(searching).query).toBe('PH UOC CH');
    expect(clearPart(searching).query).toBe('');
    expect(goBack(searching)?.step).toBe('unit');
    expect(chooseSearch(searching).query).toBe('');
    expect(chooseUnit(searching, 'H56.20')).toMatchObject({ step: 'month', unit: 'H56.20', query: '' });
  });

  test('that was refused goes to the part that is wrong and marks it', () => {
    const draft = check(whole('H56.14', '001'));
    expect(markWrong(draft, 'E_CODE_FORM')).toMatchObject({ step: 'number', wrong: { part: 'number' } });
    expect(markWrong(draft, 'E_CODE_DATE')).toMatchObject({ step: 'month', wrong: { part: 'date' } });
    expect(markWrong(check(chooseFree(draft)), 'E_CODE_FORM')).toMatchObject({
      step: 'free',
      wrong: { part: 'free' },
    });
    expect(typeInto(markWrong(draft, 'E_CODE_FORM'), '1').wrong).toBeNull();
  });
});

describe('the calendar of the pad', () => {
  test('shows the twelve months up to today, and a year earlier on the next page', () => {
    const months = monthsOf(today, 0);
    expect([months[0], months.at(-1)]).toEqual([
      { year: 2025, month: 12 },
      { year: 2026, month: 11 },
    ]);
    expect(monthsOf(today, 1).at(-1)).toEqual({ year: 2025, month: 11 });
  });

  test('begins with June 2018', () => {
    const all = Array.from({ length: 20 }, (_, page) => monthsOf(today, page)).flat();
    expect(all.map(({ year, month }) => `${year}-${String(month).padStart(2, '0')}`).sort()[0]).toBe(
      '2018-06',
    );
  });

  test('has the days that exist and none of tomorrow', () => {
    expect(daysOf({ year: 2024, month: 2 }, today)).toHaveLength(29);
    expect(daysOf({ year: 2026, month: 11 }, today).at(-1)).toBe(21);
    expect(daysOf({ year: 2026, month: 12 }, today)).toEqual([]);
  });

  test('never offers a date that the code grammar refuses', () => {
    fc.assert(
      fc.property(fc.nat({ max: 8 }), fc.nat({ max: 11 }), (page, which) => {
        const month = monthsOf(today, page)[which];
        if (month === undefined) return;
        for (const day of daysOf(month, today)) {
          const draft = typeInto(
            chooseDay(chooseMonth(chooseUnit(firstDraft, 'H56.14'), month), day),
            '0001',
          );
          expect(parseDossierCode(textOf(draft), context).ok).toBe(true);
        }
      }),
    );
  });
});
