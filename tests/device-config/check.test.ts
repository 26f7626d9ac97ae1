import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type ConfigFault, checkSiteConfig } from '../../device-config/check.ts';
import { explainFault } from '../../device-config/explain.ts';
import { en } from '../../device-config/text/en.ts';
import { vi } from '../../device-config/text/vi.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { siteConfig } from '../../shared/contract/site-config.ts';

const textOf = (name: string) =>
  readFileSync(new URL(`../../device-config/${name}`, import.meta.url), 'utf8');
const example = textOf('site.example.yaml');
const demo = textOf('demo.yaml');

/** The example with one piece of text changed; the piece must be there exactly so. */
function edited(from: string, to: string): string {
  expect(example).toContain(from);
  return example.replace(from, to);
}

function faultsIn(text: string): readonly ConfigFault[] {
  const checked = checkSiteConfig(text, 'site.yaml');
  return checked.ok ? [] : checked.faults;
}

/** Line and column of a piece of text, counted from 1. */
function placeOf(text: string, piece: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(piece)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('checking a site file', () => {
  it('accepts the example and the demo site, and keeps every value of them', () => {
    for (const text of [example, demo]) {
      const checked = checkSiteConfig(text, 'site.yaml');
      if (!checked.ok) throw new Error(checked.faults.map((fault) => explainFault(fault, 'en')).join('\n'));
      expect(v.is(siteConfig, checked.config)).toBe(true);
    }
    expect(checkSiteConfig(example, 'site.yaml')).toMatchObject({ ok: true, config: { demo: false } });
    expect(checkSiteConfig(demo, 'site.yaml')).toMatchObject({ ok: true, config: { demo: true } });
  });

  it('says what a wider disclosure shows and by which order, and refuses one without number, date or a day that exists', () => {
    const withOrder = (shown: string, order: string) =>
      `${example}\ndisclosure:\n  bare: [${shown}]\n  order: { ${order} }\n`;
    const explained = (text: string) => {
      const checked = checkSiteConfig(text, 'site.yaml');
      const faults = checked.ok ? checked.warnings : checked.faults;
      return { ok: checked.ok, said: faults.map((fault) => explainFault(fault, 'vi')).join('\n') };
    };
    const right = explained(withOrder('title, timeline', 'number: 12/QĐ-MAU, date: 2026-11-01'));
    expect(right.ok).toBe(true);
    expect(right.said).toMatch(/theo văn bản 12\/QĐ-MAU, 2026-11-01, máy hiện cả title, timeline/);
    expect(right.said).not.toMatch(/tên đã che/);
    expect(explained(withOrder('maskedName', 'number: "12", date: 2026-11-01')).said).toMatch(/tên đã che/);
    expect(explained(withOrder('title', 'number: "12"')).ok).toBe(false);
    expect(explained(withOrder('title', 'number: "12", date: 2026-02-30'))).toMatchObject({
      ok: false,
      said: expect.stringContaining('không có thật'),
    });
    expect(explained(withOrder('name', 'number: "12", date: 2026-11-01')).ok).toBe(false);
  });

  it('names an unknown key at its place, with the name that was probably meant', () => {
    const text = edited('guideDesk:', 'guidedesk:');
    expect(faultsIn(text)).toEqual([
      expect.objectContaining({
        ...placeOf(text, 'guidedesk:'),
        ...{
          kind: 'unknown-key',
          code: 'E_CONFIG',
          found: 'guidedesk',
          hint: 'guideDesk',
          path: ['guidedesk'],
        },
      }),
    ]);
  });

  it('does not call a misspelt key missing as well', () => {
    expect(faultsIn(edited('counters:', 'countres:')).map(({ kind }) => kind)).toEqual(['unknown-key']);
  });

  it('names a missing key at the part that lacks it', () => {
    const text = edited('panel: { pxPerMm: 4, viewingMm: 600, bottomMm: 700 }', 'panel: { pxPerMm: 4 }');
    expect(faultsIn(text)).toEqual([
      expect.objectContaining({ ...placeOf(text, 'panel: { pxPerMm: 4 }'), kind: 'missing-key' }),
    ]);
    expect(faultsIn(text)[0]?.path).toEqual(['kiosk', 'panel', 'viewingMm']);
  });

  it.each([
    ['number: 1900 0000', 'number: 19000000', '19000000'], // a number where text is needed
    ['demo: false', 'demo: "no"', '"no"'],
    ['undoWindowMs: 0', 'undoWindowMs: 60000', '60000'],
    ['camera: environment', 'camera: front', 'front'],
    ['id: abc-tru-so', 'id: ABC', 'ABC'],
    ['["07:30", "11:00"]', '["7h30", "11:00"]', '"7h30"'],
    ['url: tel:19000000', 'url: http://abc', 'http://abc'],
  ])('names the value of «%s» when it is written «%s»', (from, to, value) => {
    const text = edited(from, to);
    const [fault, ...rest] = faultsIn(text);
    const at = placeOf(text, to);
    expect(rest).toEqual([]);
    expect(fault).toMatchObject({ kind: 'wrong-value', line: at.line });
    expect(fault?.column).toBe(at.column + to.indexOf(value));
  });

  it('names a date that does not exist, and times that are not in order', () => {
    const date = edited('date: 2027-02-08', 'date: 2027-02-30');
    expect(faultsIn(date)).toEqual([
      expect.objectContaining({ ...placeOf(date, '2027-02-30'), kind: 'date', code: 'E_DATES' }),
    ]);
    const times = edited('sat: [["07:30", "11:00"]]', 'sat: [["11:00", "07:30"], ["07:00", "24:30"]]');
    expect(faultsIn(times).map(({ kind, line }) => [kind, line])).toEqual([
      ['times', placeOf(times, 'sat:').line],
      ['times', placeOf(times, 'sat:').line],
    ]);
  });

  it('names ids, numbers, prefixes and dates that stand twice', () => {
    const text = example
      .replace('id: quay-2', 'id: quay-1')
      .replace('number: "2"', 'number: "1"')
      .replace('prefix: 000.00.17.H53', 'prefix: H53.14')
      .replace('date: 2027-02-08', 'date: 2027-01-01');
    expect(faultsIn(text).map(({ kind, found }) => [kind, found])).toEqual([
      ['twice', 'quay-1'],
      ['twice', '1'],
      ['twice', '2027-01-01'],
      ['twice', 'H53.14'],
    ]);
  });

  it('names a unit that no dossier code begins with', () => {
    expect(faultsIn(edited('prefix: H53.14', 'prefix: H5314'))).toEqual([
      expect.objectContaining({ kind: 'unit', found: 'H5314' }),
    ]);
  });

  it('finds the half sentence that a comma without quotes cuts off', () => {
    const text = edited('vi: Đất đai và Môi trường, en:', 'vi: Đất đai, Môi trường, en:');
    const [fault] = faultsIn(text);
    expect(fault).toMatchObject({
      kind: 'unknown-key',
      found: 'Môi trường',
      ...placeOf(text, 'Môi trường, en'),
    });
    expect(fault && explainFault(fault, 'en')).toContain(en.commaHint);
  });

  it('names all faults of a file at once, in its order', () => {
    const text = example
      .replace('schema: 1', 'schema: 2')
      .replace('number: 1900 0000', 'number: call me')
      .replace('  polarity: positive', '  polarity: good')
      .replace('date: 2027-01-01', 'date: 2027-13-01')
      .replace('sound: true', 'sounds: true');
    const faults = faultsIn(text);
    expect(faults.map(({ kind }) => kind)).toEqual([
      ...['wrong-value', 'wrong-value', 'wrong-value', 'date', 'unknown-key'],
    ]);
    expect(faults.map(({ line }) => line)).toEqual(faults.map(({ line }) => line).sort((a, b) => a - b));
  });

  it.each([
    ['a tab', 'centre:\n\tname: x\n'],
    ['a bracket left open', 'site: [1, 2\nhotline: 3\n'],
    ['an alias without its name', 'schema: *none\n'],
    ['a key twice', 'schema: 1\nschema: 1\n'],
    ['two documents', 'schema: 1\n---\nschema: 1\n'],
  ])('names the place of %s', (_what, text) => {
    const syntax = faultsIn(text).filter(({ kind }) => kind === 'syntax');
    expect(syntax.length).toBeGreaterThan(0);
    for (const fault of syntax) {
      expect(fault.line).toBeGreaterThanOrEqual(1);
      expect(fault.column).toBeGreaterThanOrEqual(1);
    }
  });

  it.each(['', '# nothing\n', 'null', '5', '- a\n- b\n', '"text"', '{}', '\uFEFF', '\u0000'])(
    'refuses %j without falling over',
    (text) => {
      const faults = faultsIn(text);
      expect(faults.length).toBeGreaterThan(0);
      for (const fault of faults)
        expect(explainFault(fault, 'vi')).toMatch(/^site\.yaml, dòng \d+, cột \d+: /);
    },
  );

  it('refuses what is too big, too deep or multiplies itself', () => {
    const big = `${example}\n#${'x'.repeat(centreLimits.siteFileBytesMax)}`;
    expect(faultsIn(big)).toEqual([expect.objectContaining({ kind: 'too-big', code: 'E_TOO_BIG' })]);
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) => [...pair])) {
      bomb.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(',')}]`);
    }
    expect(faultsIn(bomb.join('\n'))).toEqual([expect.objectContaining({ kind: 'syntax' })]);
    expect(faultsIn('['.repeat(200_000))[0]).toMatchObject({ kind: 'syntax' });
  });

  it('says a fault in an alias once, at the place where it was written', () => {
    const text = demo.replace('&day [["07:00", "11:30"]', '&day [["11:45", "11:30"]');
    expect(faultsIn(text)).toEqual([
      expect.objectContaining({ kind: 'times', line: placeOf(text, '&day').line }),
    ]);
  });

  it('writes every text in NFC', () => {
    const checked = checkSiteConfig(example.normalize('NFD'), 'site.yaml');
    expect(checked).toEqual(checkSiteConfig(example, 'site.yaml'));
  });

  it('warns of a scale without a negative level, and is silent with one', () => {
    expect(checkSiteConfig(example, 'site.yaml').warnings).toMatchObject([{ kind: 'no-negative-level' }]);
    const other = example.replace('polarity: neutral', 'polarity: negative');
    expect(checkSiteConfig(other, 'site.yaml').warnings).toEqual([]);
  });
});

describe('explaining a fault', () => {
  const [fault] = faultsIn(edited('number: 1900 0000', 'number: 19000000'));

  it('says place, value, need and an example in both languages', () => {
    if (fault === undefined) throw new Error('the fault is missing');
    const shown = { hotline: { number: '1900 0000' } };
    const at = `${fault.line}`;
    expect(explainFault(fault, 'vi', shown)).toBe(
      `site.yaml, dòng ${at}, cột 11: hotline.number là 19000000; cần chữ; nếu chỉ có số thì đặt trong dấu ngoặc kép. Ví dụ: "1900 0000"`,
    );
    expect(explainFault(fault, 'en', shown)).toBe(
      `site.yaml, line ${at}, column 11: hotline.number is 19000000; needed: text; digits alone go in quotes. Example: "1900 0000"`,
    );
  });

  it('has Vietnamese words for everything that the contract may expect in a site file', () => {
    const foreign = /^[A-Za-z][A-Za-z ,-]{12,}$/; // a sentence of English words
    const said = [
      ...faultsIn(edited('id: abc-tru-so', 'id: "!"')),
      ...faultsIn(edited('id: quay-1', 'id: "!"')),
      ...faultsIn(edited('prefix: H53.14', 'prefix: "!"')),
      ...faultsIn(edited('number: 1900 0000', 'number: "!"')),
      ...faultsIn(edited('date: 2027-01-01', 'date: soon')),
    ];
    expect(said).toHaveLength(5);
    expect(said.filter(({ expected }) => vi.expected[expected] === undefined)).toEqual([]);
    expect(Object.values(vi.expected).filter((words) => foreign.test(words))).toEqual([]);
  });
});
