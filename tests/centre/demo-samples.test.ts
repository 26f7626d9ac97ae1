import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { qrLink } from '../../centre/demo/receipt-forms.ts';
import { sampleDossiers, sampleRows, weekdaysFrom } from '../../centre/demo/samples.ts';
import { maskName } from '../../centre/mask-name.ts';
import { checkSiteConfig } from '../../device-config/check.ts';
import { type Day, dayOf, startOfDay } from '../../shared/contract/day.ts';
import { dossierAnswer, dossierPrivate, dossierStatuses, timings } from '../../shared/contract/dossier.ts';
import { defaultFormats, parseDossierCode } from '../../shared/contract/dossier-code.ts';

const HOUR = 3_600_000;
const now = startOfDay('2026-11-21' as Day) + 9 * HOUR;
const samples = sampleDossiers(now);
const demoFile = new URL('../../device-config/demo.yaml', import.meta.url);
const demo = checkSiteConfig(readFileSync(demoFile, 'utf8'), 'demo.yaml');
if (!demo.ok) throw new Error('the demo site is not valid');
const { config } = demo;
const { secretParameter } = config;

describe('the sample dossiers', () => {
  it('show every status and every timing', () => {
    expect(new Set(samples.map(({ row }) => row.status))).toEqual(new Set(dossierStatuses));
    expect(new Set(samples.map(({ row }) => row.timing))).toEqual(new Set(timings));
    expect(samples.some(({ row }) => row.publicDetail.byPost)).toBe(true);
    const agencies = samples.find(({ name }) => name === 'agencies')?.row.privateDetail?.timeline ?? [];
    expect(new Set(agencies.map(({ unit }) => unit.vi)).size).toBe(3);
    const late = samples.filter(({ row }) => row.timing === 'late').map(({ row }) => row);
    expect(late.map(({ status, newDue }) => [status, newDue !== null])).toEqual([
      ['in-progress', true],
      ['in-progress', false],
      ['pay', true],
    ]);
  });

  it('stand in no count of 2019', () => {
    expect(samples.filter(({ row }) => row.archive !== null || row.grp !== null)).toEqual([]);
    expect(samples.filter(({ row }) => dayOf(row.received) < '2020')).toEqual([]);
  });

  it.each(['2026-11-21', '2026-11-22', '2027-01-01', '2027-02-08', '2028-02-29'])(
    'have codes that are read on %s, as bar code and as QR, as the same dossier',
    (day) => {
      const at = startOfDay(day as Day) + 30 * 60_000; // half past midnight
      const context = { formats: defaultFormats, now: at, secretParameter };
      for (const sample of sampleDossiers(at)) {
        const bar = parseDossierCode(sample.printed, context);
        const link = parseDossierCode(qrLink(sample, config), context);
        if (!bar.ok || !link.ok) throw new Error(`${sample.name} is not read`);
        expect(bar.value.key).toBe(sample.row.code);
        expect(bar.value.secret).toBeUndefined();
        expect(link.value.key).toBe(sample.row.code);
        expect(link.value.secret).toBe(sample.secret);
        expect(sample.row.received).toBeLessThan(at);
        expect(sample.row.since).toBeLessThan(at);
      }
    },
  );

  it('are the same for the whole day, but for the age of the knowledge', () => {
    const evening = sampleDossiers(now + 14 * HOUR);
    const ageless = (list: typeof samples) =>
      list.map((each) => ({ ...each, row: { ...each.row, asOf: 0 } }));
    expect(ageless(evening)).toEqual(ageless(samples));
    expect(new Set(samples.map(({ row }) => row.code)).size).toBe(samples.length);
  });

  it('cover the old form with dashes and with dots, the new form, and a ministry number of seven digits', () => {
    const printed = samples.map((sample) => sample.printed);
    expect(printed).toContainEqual(expect.stringMatching(/^000\.00\.17\.H53-\d{6}-\d{4}$/));
    expect(printed).toContainEqual(expect.stringMatching(/^000\.00\.06\.G04\.\d{6}\.\d{4}$/));
    expect(printed).toContainEqual(expect.stringMatching(/^H53\.14-\d{6}-\d{4}$/));
    expect(printed).toContainEqual(expect.stringMatching(/^G12-\d{6}-\d{7}$/));
  });

  it('keep the secret as its SHA-256 only', () => {
    for (const { row, secret } of samples) {
      expect(secret).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
      expect(row.secretHash).toBe(createHash('sha256').update(secret).digest('hex'));
      expect(JSON.stringify(row)).not.toContain(secret);
    }
    expect(new Set(samples.map(({ secret }) => secret)).size).toBe(samples.length);
  });

  it('fit the answer of the wire, with and without what the secret opens', () => {
    for (const { row } of samples) {
      const { status, timing, since, received, due, asOf, publicDetail } = row;
      const answer = { status, timing, since, received, due, asOf, ...publicDetail };
      expect(v.is(dossierAnswer, answer)).toBe(true);
      expect(v.is(dossierPrivate, row.privateDetail)).toBe(true);
      expect(JSON.stringify({ ...answer, private: row.privateDetail }).length).toBeLessThan(4_096);
    }
  });

  it('never hold a name that is not masked', () => {
    for (const { row, receipt } of samples) {
      expect(JSON.stringify(row)).not.toContain(receipt.name);
      expect(row.privateDetail?.maskedName).toBe(maskName(receipt.name));
    }
    expect(maskName('Nguyễn Văn Mẫu')).toBe('N*** V** M**');
    expect(maskName('Nguyễn Văn A'.normalize('NFD'))).toBe('N*** V** A');
  });

  it('have timings that agree with their dates', () => {
    for (const { row } of samples) {
      const dueDay = row.due === null ? '' : dayOf(row.due);
      if (row.timing === 'due-today') expect(dueDay).toBe(dayOf(now));
      if (row.timing === 'late') expect(dueDay < dayOf(now) && (row.newDue ?? now + 1) > now).toBe(true);
      if (row.status === 'ready') expect(dueDay >= dayOf(row.since)).toBe(true);
    }
  });

  it('come from units that the demo site names with the same words', () => {
    const names = new Map(config.units.map(({ prefix, name }) => [prefix, name]));
    for (const { row } of samples) {
      const first = row.privateDetail?.timeline[0]?.unit;
      expect(names.get(row.unit)).toEqual(first);
    }
  });

  it('stay known for a month after they were printed, each code once, the latest word first', () => {
    const rows = sampleRows(now);
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
    const byCode = new Map(rows.map((row) => [row.code, row]));
    for (const { row } of samples) expect(byCode.get(row.code)).toEqual(row);
    for (const { row } of sampleDossiers(now - 30 * 24 * HOUR)) expect(byCode.has(row.code)).toBe(true);
    const old = samples.filter(({ name }) => name === 'stale').map(({ row }) => now - row.asOf);
    expect(old).toEqual([5 * HOUR]);
    expect(rows.filter(({ asOf, since }) => ![now, now - 5 * HOUR].includes(asOf) || since > now)).toEqual(
      [],
    );
  });

  it('count days from Monday to Friday', () => {
    expect(weekdaysFrom('2026-11-20' as Day, 1)).toBe('2026-11-23');
    expect(weekdaysFrom('2026-11-22' as Day, -1)).toBe('2026-11-20');
    expect(weekdaysFrom('2026-11-22' as Day, 0)).toBe('2026-11-22');
  });
});
