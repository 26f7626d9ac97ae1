import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { calendar } from '../../centre/demo/calendar-2019.ts';
import { desks2019, units2019 } from '../../centre/demo/units-2019.ts';
import { asOf2019, generateYear2019 } from '../../centre/demo/year-2019.ts';
import type { DossierRow } from '../../centre/dossier-row.ts';
import { type Day, dayOf, startOfDay, weekdayOf } from '../../shared/contract/day.ts';
import { defaultFormats, parseDossierCode } from '../../shared/contract/dossier-code.ts';

const rows = [...generateYear2019()];
const wrong = (isWrong: (row: DossierRow) => boolean) => rows.filter(isWrong).slice(0, 3);
const count = (isWanted: (row: DossierRow) => boolean) => rows.filter(isWanted).length;

function digestOf(source: Iterable<DossierRow>, n: number): string {
  const hash = createHash('sha256');
  let left = n;
  for (const row of source) {
    if (left-- === 0) break;
    hash.update(JSON.stringify(row));
  }
  return hash.digest('hex');
}

describe('the sample year 2019', () => {
  it('holds 125,061 dossiers: 119,180 returned, 1,467 late and 4,414 still in time', () => {
    expect(rows).toHaveLength(125_061);
    expect(count(({ grp }) => grp === 'returned')).toBe(119_180);
    expect(count(({ grp }) => grp === 'late')).toBe(1_467);
    expect(count(({ grp }) => grp === 'in-time')).toBe(4_414);
  });

  it('has groups that exclude each other by their dates alone', () => {
    const late = (row: DossierRow) => (row.finished ?? asOf2019) > (row.due ?? 0);
    expect(wrong((row) => (row.grp === 'late') !== late(row))).toEqual([]);
    expect(wrong((row) => (row.grp === 'in-time') !== (row.finished === null && !late(row)))).toEqual([]);
    expect(wrong((row) => (row.grp === 'returned') !== (row.finished !== null && !late(row)))).toEqual([]);
  });

  it('gives every dossier its own code, which the contract reads as it is written', () => {
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
    const context = { formats: defaultFormats, now: asOf2019 };
    const unread = wrong(({ code }) => {
      const read = parseDossierCode(code, context);
      return !read.ok || read.value.key !== code || read.value.format !== 'old';
    });
    expect(unread).toEqual([]);
  });

  it('writes unit and day of receipt into each code, and numbers each unit anew every day without a gap', () => {
    const next = new Map<string, number>();
    const unfit = wrong(({ code, unit, received }) => {
      const stamp = dayOf(received).slice(2).replaceAll('-', '');
      const head = `${unit}-${stamp}-`;
      const number = (next.get(head) ?? 0) + 1;
      next.set(head, number);
      return code !== head + String(number).padStart(4, '0');
    });
    expect(unfit).toEqual([]);
  });

  it('receives nothing on Sundays, at Tết, on holidays or after 15/12/2019', () => {
    const days = new Set(rows.map(({ received }) => dayOf(received)));
    const closed = ['2019-01-01', '2019-02-05', '2019-04-15', '2019-04-30', '2019-05-01', '2019-09-02'];
    expect([...days].filter((day) => weekdayOf(day) === 0 || closed.includes(day))).toEqual([]);
    expect([...days].sort().at(0)).toBe('2019-01-02');
    expect([...days].sort().at(-1)).toBe('2019-12-14');
  });

  it('is due, done and moved only at hours and days that fit its receipt', () => {
    const dueDays = new Set(calendar.filter(({ kind }) => kind !== 'closed').map(({ day }) => day));
    expect(wrong(({ due }) => due === null || !dueDays.has(dayOf(due)))).toEqual([]);
    expect(wrong(({ received, due }) => received >= (due ?? 0))).toEqual([]);
    expect(wrong(({ received, since }) => since < received || since > asOf2019)).toEqual([]);
    expect(wrong(({ received, finished }) => finished !== null && finished <= received)).toEqual([]);
    expect(wrong(({ asOf }) => asOf !== startOfDay('2019-12-16' as Day) - 1)).toEqual([]);
  });

  it('gives each late dossier a reason and a unit that answers, and no other dossier one', () => {
    expect(wrong((row) => (row.grp === 'late') !== (row.lateReason !== null))).toEqual([]);
    expect(wrong((row) => (row.grp === 'late') !== (row.publicDetail.answers !== undefined))).toEqual([]);
    expect(wrong((row) => (row.grp === 'late') !== (row.timing === 'late'))).toEqual([]);
    expect(new Set(rows.map(({ lateReason }) => lateReason)).size).toBe(7);
  });

  it('comes from 105 units, of which one is provincial with eighteen desks', () => {
    expect(units2019).toHaveLength(105);
    expect(units2019.filter(({ level }) => level === 'district')).toHaveLength(9);
    expect(units2019.filter(({ level }) => level === 'commune')).toHaveLength(95);
    expect(units2019.find(({ level }) => level === 'province')?.desks).toHaveLength(18);
    const prefixes = desks2019.map(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(122);
    expect(new Set(rows.map(({ unit }) => unit))).toEqual(new Set(prefixes));
  });

  it('knows no person and no secret', () => {
    expect(wrong(({ privateDetail, secretHash }) => privateDetail !== null || secretHash !== null)).toEqual(
      [],
    );
    expect(wrong(({ archive }) => archive !== '2019')).toEqual([]);
  });

  it('is the same, byte for byte, at every run', () => {
    expect(digestOf(generateYear2019(), 10_000)).toBe(digestOf(rows, 10_000));
    expect(digestOf(rows, 10_000)).toBe('e92e9ada331d5a01c5cb23e0fdfb3a857d76317bb53c166a52b3cc9e9ad77ceb');
  });
});
