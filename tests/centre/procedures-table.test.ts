import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readCost, readPaper, readTerm } from '../../centre/procedures-cells.ts';
import { readProcedureFile, readProcedureTable, type TableRead } from '../../centre/procedures-table.ts';
import { running, temporaryFolder } from './running.ts';

const asOf = '2026-11-20';
const head =
  'Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp,Giấy tờ,Lệ phí,Thời hạn,Cam kết,Quầy,Mức độ,Liên kết,Kết quả';
const birth =
  '1.001193,Đăng ký khai sinh,Hộ tịch,Cấp xã,Tờ khai [1+0] | Giấy chứng sinh [1+1],,1 ngày làm việc,4 giờ,quay-1,toàn trình,https://dichvucong.gov.vn/?ma=1.001193,Giấy khai sinh';
const land =
  '1.004227,"Tách thửa, hợp thửa đất",Đất đai,Cấp tỉnh,Đơn đề nghị,8.000 đồng,15 ngày,10,quay-2 = Quầy Đất đai,một phần,,';

const ok = (read: TableRead) => {
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read;
};
const faultsOf = (...lines: string[]) => {
  const read = readProcedureTable(lines.join('\n'), asOf);
  return read.ok ? [] : read.faults.map(({ line, column, kind }) => [line, column, kind]);
};

describe('a table of procedures', () => {
  test('becomes a catalogue', () => {
    const { draft } = ok(readProcedureTable([head, birth, land].join('\n'), asOf));
    expect(draft.fields).toEqual([
      { id: 'ho-tich', name: { vi: 'Hộ tịch' } },
      { id: 'dat-dai', name: { vi: 'Đất đai' } },
    ]);
    expect(draft.desks).toEqual([
      { id: 'quay-1', name: { vi: 'quay-1' } },
      { id: 'quay-2', name: { vi: 'Quầy Đất đai' } },
    ]);
    expect(draft.procedures[0]).toMatchObject({
      code: '1.001193',
      level: 'cap-xa',
      papers: [
        { name: 'Tờ khai', originals: 1, copies: 0 },
        { name: 'Giấy chứng sinh', originals: 1, copies: 1 },
      ],
      costs: [],
      statutory: { n: 1, unit: 'working-days' },
      committed: { n: 4, unit: 'hours' },
      online: { level: 'full', url: 'https://dichvucong.gov.vn/?ma=1.001193' },
    });
    expect(draft.procedures[1]).toMatchObject({
      name: { vi: 'Tách thửa, hợp thửa đất' },
      costs: [{ kind: 'charge', amount: 8_000 }],
      statutory: { n: 15, unit: 'days' },
      online: { level: 'part', url: null },
    });
  });

  test.each([
    [
      'semicolons',
      (text: string) => text.replaceAll('"', '').replaceAll('Tách thửa, ', 'Tách thửa ').replaceAll(',', ';'),
    ],
    [
      'tabs',
      (text: string) =>
        text.replaceAll('"', '').replaceAll('Tách thửa, ', 'Tách thửa ').replaceAll(',', '\t'),
    ],
    ['CR and LF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['decomposed letters', (text: string) => text.normalize('NFD')],
  ])('is read with %s too', (_what, change) => {
    const { draft } = ok(readProcedureTable(change([head, birth, land].join('\n')), asOf));
    expect(draft.procedures.map(({ code }) => code)).toEqual(['1.001193', '1.004227']);
    expect(draft.procedures[0]?.name.vi).toBe('Đăng ký khai sinh');
  });

  test('names every bad line at once, and takes none', () => {
    expect(
      faultsOf(
        head,
        birth,
        ',Không có mã,Hộ tịch,Cấp xã,,,,,,,,',
        '1.2,Sai thời hạn,Hộ tịch,Cấp xã,,,mười ngày,,,,,',
        '1.001193,Trùng mã,Hộ tịch,Cấp xã,,,,,,,,',
        '1.3,Sai liên kết,Hộ tịch,Cấp xã,,,,,,,http://x.vn,',
        'mã/sai,Sai mã,Hộ tịch,Cấp xã,,,,,,nửa vời,,',
      ),
    ).toEqual([
      [3, 'code', 'empty'],
      [4, 'statutory', 'wrong'],
      [5, 'code', 'twice'],
      [6, 'url', 'wrong'],
      [7, 'online', 'wrong'],
    ]);
  });

  test('counts lines as an editor does, also behind a cell of several lines', () => {
    const long = '1.1,Tên,Hộ tịch,Cấp xã,"Tờ khai\nĐơn",,,,,,,';
    expect(faultsOf(head, long, '1.2,Tên,Hộ tịch,Cấp xã,,,x,,,,,')).toEqual([[4, 'statutory', 'wrong']]);
  });

  test.each([
    ['without its code column', ['Tên,Lĩnh vực,Cấp', 'a,b,c'], [[0, 'code', 'missing-column']]],
    ['with a column twice', ['Mã,Mã thủ tục,Tên,Lĩnh vực,Cấp', '1,2,a,b,c'], [[0, 'code', 'twice-column']]],
    ['with a quote that never ends', [head, '"1.1,Tên'], [[2, null, 'table']]],
    ['without a line', [head], [[0, null, 'empty']]],
    ['of nothing', [''], [[0, null, 'empty']]],
  ])('%s is refused', (_what, lines, faults) => {
    expect(faultsOf(...lines)).toEqual(faults);
  });

  test('leaves out columns that it does not know, and names them', () => {
    const { ignored, draft } = ok(readProcedureTable('Mã,Tên,Lĩnh vực,Cấp,Ghi chú\n1.1,a,b,c,d', asOf));
    expect([ignored, draft.procedures.length]).toEqual([['Ghi chú'], 1]);
  });

  test('is read or refused, whatever it holds', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('"', ',', '1.1', '15 ngày', '|', '[1+2]'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 14 }), { maxLength: 6 }), (rows) => {
        const read = readProcedureTable([head, ...rows.map((row) => row.join(','))].join('\n'), asOf);
        expect(read.ok || read.faults.length > 0).toBe(true);
      }),
    );
  });
});

describe('a cell', () => {
  test.each([
    ['15', { n: 15, unit: 'working-days' }],
    ['15 ngày làm việc', { n: 15, unit: 'working-days' }],
    ['20 ngày', { n: 20, unit: 'days' }],
    ['4 giờ', { n: 4, unit: 'hours' }],
    ['0,5 ngày', { n: 4, unit: 'hours' }],
    ['trong ngày', { n: 1, unit: 'working-days' }],
    ['', null],
    ['Không quy định', null],
    ['0', undefined],
    ['15 tuần', undefined],
  ])('with the time %o is %o', (text, term) => expect(readTerm(text)).toEqual(term));

  test.each([
    ['8.000 đồng', { kind: 'charge', amount: 8_000 }],
    ['1,200,000', { kind: 'charge', amount: 1_200_000 }],
    ['50000đ', { kind: 'charge', amount: 50_000 }],
    ['8.000 đồng/bản', { kind: 'charge', amount: null, text: { vi: '8.000 đồng/bản' } }],
    ['Miễn phí', undefined],
  ])('with the charge %o is %o', (text, cost) => expect(readCost('charge', text)).toEqual(cost));

  test.each([
    ['Tờ khai', { name: 'Tờ khai', originals: 1, copies: 0 }],
    ['Căn cước [0+1]', { name: 'Căn cước', originals: 0, copies: 1 }],
    ['Bản vẽ [3 + 0]', { name: 'Bản vẽ', originals: 3, copies: 0 }],
    ['Mẫu [a]', { name: 'Mẫu [a]', originals: 1, copies: 0 }],
  ])('with the paper %o is %o', (text, paper) => expect(readPaper(text)).toEqual(paper));
});

test.each([
  ['utf-8', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ['utf-16le', (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
  ['windows-1258', (text: string) => iconv.encode(windows(text), 'windows-1258')],
])('a file in %s is recognised', async (_name, encode) => {
  const file = path.join(temporaryFolder(), 'thu-tuc.csv');
  const many = Array.from({ length: 20 }, (_, i) => birth.replace('1.001193', `1.10${i}`));
  writeFileSync(file, encode([head, birth, land, ...many].join('\r\n')));
  const { draft } = ok(await readProcedureFile(file, asOf, undefined));
  expect(draft.procedures[0]?.name.vi).toBe('Đăng ký khai sinh');
  expect(draft.procedures).toHaveLength(22);
});

/** Windows-1258 writes a tone behind its letter, as a sign of its own; ă â ê ô ơ ư stay whole. */
function windows(text: string): string {
  return text.normalize('NFC').replace(/[\u1EA0-\u1EF9]|[ÁÀÃÉÈÍÌÓÒÕÚÙÝáàãéèíìóòõúùýĨĩŨũ]/g, (letter) => {
    const [base = '', ...marks] = letter.normalize('NFD');
    const tones = marks.filter((mark) => '\u0300\u0301\u0303\u0309\u0323'.includes(mark));
    return `${[base, ...marks.filter((mark) => !tones.includes(mark))].join('').normalize('NFC')}${tones.join('')}`;
  });
}

test('the command line imports a table into a running centre, and says which lines keep it from doing so', async () => {
  const centre = await running({ demo: false });
  const folder = temporaryFolder();
  const verb = async (...args: string[]) => {
    const child = spawn(
      process.execPath,
      ['centre/cli.ts', 'procedures', ...args, '--data', centre.folder.path],
      {
        cwd: path.resolve(import.meta.dirname, '../..'),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    const [code] = await once(child, 'close');
    return { code: Number(code), said };
  };
  const good = path.join(folder, 'good.csv');
  const bad = path.join(folder, 'bad.csv');
  writeFileSync(good, [head, birth, land].join('\n'));
  writeFileSync(bad, [head, birth, birth].join('\n'));
  expect(await verb('import', bad)).toMatchObject({
    code: 1,
    said: expect.stringContaining('dòng 3 · mã thủ tục'),
  });
  expect(await verb('import', good)).toMatchObject({
    code: 0,
    said: expect.stringContaining('catalogue taken'),
  });
  expect((await verb('list', '--search', 'khai sinh')).said).toContain('1.001193');
}, 60_000);
