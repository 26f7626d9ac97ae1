// Any bytes at the door of the import: nothing crashes, nothing is taken by halves, and what is valid comes through every encoding.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDate } from '../../centre/import/dates.ts';
import { TextFault } from '../../centre/import/file-text.ts';
import { shapeOf } from '../../centre/import/found-shape.ts';
import { prepareSource } from '../../centre/import/prepared-source.ts';
import { HeadingFault } from '../../centre/import/records.ts';
import { RowJudge } from '../../centre/import/row-judge.ts';
import { dayOf } from '../../shared/contract/day.ts';
import { dateForms, dossierFields, portalSource } from '../../shared/contract/source-config.ts';
import { temporaryFolder } from './running.ts';
import {
  csvOf,
  encoderNames,
  encoders,
  headings,
  jsonLinesOf,
  type SampleRow,
  writeFile,
} from './source-files.ts';
import { kept, now, sourceLine, take } from './source-line.ts';

const runs = { numRuns: 60 };

describe('any bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
    // After a good heading, so that the rows are reached.
    fc
      .tuple(fc.constantFrom(',', ';', '\t'), fc.uint8Array({ maxLength: 300 }))
      .map(([separator, rest]) =>
        Buffer.concat([Buffer.from(csvOf([], separator)), Buffer.from('H53.14-261101-0001'), rest]),
      ),
    fc
      .string({ maxLength: 200 })
      .map((text) => Buffer.from(`{"code":"H53.14-261101-0001","status":${text}}`)),
  );

  test('are taken whole or not at all', async () => {
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom(undefined, 'tcvn3', 'vni', 'utf-16le', 'windows-1258'),
        async (data, encoding) => {
          const line = sourceLine();
          try {
            const { result, faults } = await take(line, writeFile(folder, 'a.csv', data), { encoding });
            expect(kept(line)).toHaveLength(result.ok ? result.value.added : 0);
            expect(result.ok).toBe(faults.length === 0);
          } catch (error) {
            expect(error instanceof TextFault || error instanceof HeadingFault).toBe(true);
            expect(kept(line)).toEqual([]);
          }
          line.ledger.close();
        },
      ),
      runs,
    );
  });
});

describe('any valid rows', () => {
  const words = fc.constantFrom(
    'Sở',
    'Uỷ',
    'ban',
    'nhân',
    'dân',
    'phường',
    'Mẫu',
    'Đức',
    'quyết',
    'ngoằn',
    'ngoèo',
    '"số 1";',
    'A,B',
  );
  const text = fc.array(words, { minLength: 3, maxLength: 9 }).map((list) => list.join(' '));
  const row = fc.record({
    code: fc
      .tuple(
        fc.integer({ min: 10, max: 99 }),
        fc.integer({ min: 1, max: 28 }),
        fc.integer({ min: 0, max: 9_999 }),
      )
      .map(
        ([unit, day, n]) => `H53.${unit}-2610${String(day).padStart(2, '0')}-${String(n).padStart(4, '0')}`,
      ),
    status: fc.integer({ min: 1, max: 10 }).map(String),
    received: fc.constantFrom(
      '01/10/2026',
      '1/10/2026 7:05',
      '2026-10-01T07:05:09',
      '2026-10-01T00:05:00Z',
      '',
    ),
    due: fc.constantFrom('25/11/2026', '2026-11-25', ''),
    unit: text,
    name: fc
      .array(fc.constantFrom('Nguyễn', 'Trần', 'Thị', 'Văn', 'Mẫu', 'Đỗ'), { minLength: 2, maxLength: 5 })
      .map((list) => list.join(' ')),
  });
  const rows: fc.Arbitrary<SampleRow[]> = fc.uniqueArray(row, {
    minLength: 1,
    maxLength: 12,
    selector: ({ code }) => code,
  });

  test('are the same dossiers in CSV and JSON Lines, in each encoding', async () => {
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(...encoderNames),
        fc.constantFrom(',', ';', '\t'),
        async (list, name, separator) => {
          const json = sourceLine();
          const csv = sourceLine();
          await take(json, writeFile(folder, 'a.jsonl', jsonLinesOf(list)));
          const file = writeFile(folder, 'a.csv', encoders[name](csvOf(list, separator, headings.vi)));
          const { result, faults } = await take(csv, file);
          expect([result.ok, faults]).toEqual([true, []]);
          const plain = (line: typeof csv) => kept(line).map(({ changed: _changed, ...rest }) => rest);
          expect(plain(csv)).toEqual(plain(json));
          expect(kept(csv)).toHaveLength(list.length);
          for (const each of [json, csv]) each.ledger.close();
        },
      ),
      runs,
    );
  });
});

describe('a row of anything', () => {
  const source = prepareSource(portalSource, { units: [], aliases: [] });
  const judge = new RowJudge({ source, asOf: now, now, units: null });
  const fields = fc.dictionary(
    fc.constantFrom(...dossierFields),
    fc.oneof(fc.anything(), fc.string({ unit: 'binary' })),
  );

  test('is read or refused with its fields, and never repeats what it was', () => {
    fc.assert(
      fc.property(fields, (row) => {
        const judged = judge.judge(row);
        if (!judged.ok) {
          expect(judged.faults.length).toBeGreaterThan(0);
          for (const { found } of judged.faults) expect(found).not.toMatch(/[b-zB-Z]{2}/);
        } else expect(JSON.stringify(judged.row).length).toBeLessThan(40_000);
      }),
    );
  });

  test('keeps of a name the first letters alone, wherever the row repeats it', () => {
    const name = fc
      .array(fc.constantFrom('Nguyễn', 'Thuỳ', 'Dương', 'Mẫu'), { minLength: 3, maxLength: 4 })
      .map((list) => list.join(' '));
    fc.assert(
      fc.property(name, fc.constantFrom('title', 'unit', 'desk', 'answers', 'papers'), (who, field) => {
        const judged = judge.judge({
          code: 'H53.14-261101-0001',
          status: 4,
          name: who,
          [field]: `Hồ sơ của ${who.toUpperCase()}, ${who}`,
        });
        const said = JSON.stringify(judged);
        expect([judged.ok, said.includes(who), said.includes(who.toUpperCase())]).toEqual([
          true,
          false,
          false,
        ]);
      }),
    );
  });
});

test('a shape shows no letter and no digit of a text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(shapeOf(text).replace(/ \(\d+\)$/, '')).not.toMatch(/[b-zB-Z0-8]/);
    }),
  );
});

test('every day that exists is read in every form, and no other', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1991, 0, 1), max: Date.UTC(2099, 0, 1) }), (at) => {
      const [y = '', m = '', d = ''] = dayOf(at).split('-');
      for (const [form, text] of [
        ['dd/MM/yyyy', `${d}/${m}/${y}`],
        ['yyyy-MM-dd', `${y}-${m}-${d}`],
        ['MM/dd/yyyy', `${m}/${d}/${y}`],
        ['yyyyMMdd', `${y}${m}${d}`],
      ] as const) {
        const read = readDate(text, [form]);
        expect(read !== undefined && dayOf(read.at)).toBe(dayOf(at));
      }
    }),
  );
  for (const text of [
    '31/02/2026',
    '29/02/2027',
    '00/01/2026',
    '01/13/2026',
    '01/01/2026 24:00',
    '1/1/26',
    'hôm nay',
  ]) {
    expect(readDate(text, ['dd/MM/yyyy', 'yyyy-MM-dd'])).toBeUndefined();
  }
  fc.assert(fc.property(fc.string(), (text) => void readDate(text, dateForms)));
});
