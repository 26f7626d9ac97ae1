// Files of dossiers: every encoding, separator and heading gives the same dossiers; every bad line is named; and a bad file changes nothing.
import { describe, expect, test } from 'vitest';
import { TextFault } from '../../centre/import/file-text.ts';
import { fromTcvn3, fromVni, recogniseLegacy } from '../../centre/import/legacy-text.ts';
import { HeadingFault } from '../../centre/import/records.ts';
import { temporaryFolder } from './running.ts';
import {
  csvOf,
  encoderNames,
  encoders,
  headings,
  jsonLinesOf,
  sampleRows,
  toTcvn3,
  toVni,
  writeFile,
} from './source-files.ts';
import { kept, type SourceLine, sourceLine, take } from './source-line.ts';

const plain = (line: SourceLine) =>
  kept(line).map(({ code, status, public_detail, private_detail, received, due }) => ({
    ...{ code, status, received, due },
    ...{ open: JSON.parse(public_detail), closed: JSON.parse(private_detail ?? 'null') },
  }));

/** 00:00 of that day in Asia/Ho_Chi_Minh. */
const day = (year: number, month: number, date: number): number =>
  Date.UTC(year, month - 1, date) - 7 * 3_600_000;
const hour = 3_600_000;
const wanted = [
  {
    code: '000.00.17.H53-261102-0002',
    status: 'ready',
    received: day(2026, 11, 2),
    due: day(2026, 11, 20) + 16 * hour,
    open: { unit: { vi: 'Uỷ ban nhân dân phường, "Đức Mẫu"' } },
    closed: { maskedName: 'T*** T** T*** M**', timeline: [] },
  },
  {
    code: 'H53.14-261101-0001',
    status: 'in-progress',
    received: day(2026, 11, 1) + 8.5 * hour,
    due: day(2026, 11, 25) + 17 * hour,
    open: { unit: { vi: 'Sở Tài nguyên và Môi trường' } },
    closed: { maskedName: 'N*** V** M**', timeline: [] },
  },
];

describe('the same dossiers come', () => {
  test.each(encoderNames)('from %s with every separator', async (name) => {
    for (const separator of [',', ';', '\t']) {
      const line = sourceLine();
      const file = writeFile(temporaryFolder(), 'a.csv', encoders[name](csvOf(sampleRows, separator)));
      const { result, faults } = await take(line, file);
      expect([result.ok, faults]).toEqual([true, []]);
      expect(plain(line)).toEqual(wanted);
    }
  });

  test.each(['vi', 'plain', 'en'] as const)(
    'under %s headings, with line ends of both kinds',
    async (words) => {
      for (const end of ['\n', '\r\n']) {
        const line = sourceLine();
        const file = writeFile(temporaryFolder(), 'a.txt', csvOf(sampleRows, ';', headings[words], end));
        await take(line, file);
        expect(plain(line)).toEqual(wanted);
      }
    },
  );

  test('from JSON Lines', async () => {
    const line = sourceLine();
    await take(line, writeFile(temporaryFolder(), 'a.jsonl', jsonLinesOf(sampleRows)));
    expect(plain(line)).toEqual(wanted);
  });

  test.each([
    ['tcvn3', toTcvn3],
    ['vni', toVni],
  ] as const)('from %s when it is named, in bytes of old and saved as UTF-8', async (encoding, to) => {
    for (const bytes of ['latin1', 'utf8'] as const) {
      const line = sourceLine();
      const text = to(csvOf(sampleRows, ';', headings.plain));
      await take(line, writeFile(temporaryFolder(), 'a.csv', Buffer.from(text, bytes)), { encoding });
      expect(plain(line)).toEqual(wanted);
    }
  });
});

describe('text from before Unicode', () => {
  const known = [
    ['Nguyễn Văn Mẫu', 'NguyÔn V¨n MÉu', 'Nguyeãn Vaên Maãu'],
    ['Hồ sơ trễ hẹn', 'Hå s¬ trÔ hÑn', 'Hoà sô treã heïn'],
    ['Đăng ký khai sinh', '§¨ng ký khai sinh', 'Ñaêng kyù khai sinh'],
    ['Quyết định của Uỷ ban', 'QuyÕt ®Þnh cña Uû ban', 'Quyeát ñònh cuûa Uyû ban'],
  ] as const;

  test.each(known)('of %s is converted and recognised', (text, tcvn3, vni) => {
    expect([fromTcvn3(tcvn3), fromVni(vni)]).toEqual([text, text]);
    expect([recogniseLegacy(tcvn3), recogniseLegacy(vni), recogniseLegacy(text)]).toEqual([
      'tcvn3',
      'vni',
      undefined,
    ]);
  });

  test.each([
    ['tcvn3', toTcvn3],
    ['vni', toVni],
  ] as const)('is named as %s, and nothing is taken', async (encoding, to) => {
    const line = sourceLine();
    for (const bytes of ['latin1', 'utf8'] as const) {
      const file = writeFile(temporaryFolder(), 'a.csv', Buffer.from(to(csvOf(sampleRows)), bytes));
      const error = await take(line, file).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TextFault);
      expect(error).toMatchObject({ trouble: { kind: 'legacy', encoding } });
    }
    expect(kept(line)).toEqual([]);
  });

  test('in one cell of a Unicode file is a bad line', async () => {
    const line = sourceLine();
    const mixed = Array.from({ length: 20 }, (_, i) => ({
      ...sampleRows[0],
      code: `H53.14-261101-${String(i + 1).padStart(4, '0')}`,
    })) as (typeof sampleRows)[number][];
    const rows = mixed.map((row, i) =>
      i === 7 ? { ...row, unit: toTcvn3('Ủy ban nhân dân phường Mẫu') } : row,
    );
    const { result, faults } = await take(line, writeFile(temporaryFolder(), 'a.csv', csvOf(rows)));
    expect([result.ok, faults]).toMatchObject([
      false,
      [{ line: 9, field: 'unit', column: 'Đơn vị xử lý', code: 'E_ENCODING' }],
    ]);
  });
});

describe('a file with bad lines', () => {
  const good = 'H53.14-261101-0001,4,01/11/2026,25/11/2026,Sở Mẫu,Nguyễn Văn Mẫu\n';
  const bad = [
    ['H53.14-261101-01,4,01/11/2026,,Sở Mẫu,', 'code', 'E_CODE_FORM'],
    ['H53.14-261301-0001,4,01/11/2026,,Sở Mẫu,', 'code', 'E_CODE_DATE'],
    ['H53.14-271101-0001,4,01/11/2026,,Sở Mẫu,', 'code', 'E_CODE_RANGE'],
    ['H53.14-261101-0002,,01/11/2026,,Sở Mẫu,', 'status', 'E_ROW'],
    ['H53.14-261101-0003,4,31/02/2026,,Sở Mẫu,', 'received', 'E_ROW'],
    ['H53.14-261101-0004,4,01/11/2026,mai,Sở Mẫu,', 'due', 'E_ROW'],
    ['H53.14-261101-0005,4,01/11/2026', '', 'E_ROW'],
    ['H53.14-261101-0001,4,01/11/2026,,Sở Mẫu,', 'code', 'E_CONFLICT'],
  ] as const;

  test('names each of them with its line, column and kind, and changes nothing', async () => {
    const line = sourceLine();
    const text = csvOf([], ',') + good + bad.map(([row]) => `${row}\n`).join('');
    const { result, faults } = await take(line, writeFile(temporaryFolder(), 'a.csv', text));
    expect(result).toMatchObject({ ok: false, refusal: { code: 'E_ROW' } });
    expect(faults.map((fault) => [fault.line, fault.field, fault.code])).toEqual(
      bad.map(([, field, code], i) => [i + 3, field, code]),
    );
    expect(kept(line)).toEqual([]);
    expect(line.desk.deliveries.list()).toEqual([]);
  });

  test('says a date that does not exist, and of everything else its shape alone', async () => {
    const line = sourceLine();
    const text = `${csvOf([], ',')}Trần Thị Yến,4,31/02/2026,số 17 đường Mẫu,Sở Mẫu,x\n`;
    const { faults } = await take(line, writeFile(temporaryFolder(), 'a.csv', text));
    expect(faults.map(({ found }) => found)).toEqual(['Aaaa Aaa Aaa', '31/02/2026', 'aa 99 aaaaa Aaa']);
  });

  test('gives lines their numbers after quoted line ends', async () => {
    const line = sourceLine();
    const text = `${csvOf([], ',')}H53.14-261101-0001,4,,,"Sở\r\nMẫu",\r\n\r\nsai,4,,,Sở,\r\n`;
    const { faults } = await take(line, writeFile(temporaryFolder(), 'a.csv', text));
    expect(faults.map((fault) => fault.line)).toEqual([5]);
  });

  test('names the line after which quotes are never closed', async () => {
    const line = sourceLine();
    const text = `${csvOf([], ',')}${good}"H53.14-261101-0002,4,,,\n`;
    const { result, faults } = await take(line, writeFile(temporaryFolder(), 'a.csv', text));
    expect([result.ok, faults.map((fault) => [fault.line, fault.field])]).toEqual([false, [[3, '']]]);
  });
});

describe('a file is refused as a whole', () => {
  test.each([
    ['without a column for the code', 'Họ tên;Trạng thái\nNguyễn Văn Mẫu;4\n', HeadingFault],
    ['that is empty', '', HeadingFault],
    ['that is a workbook', Buffer.from('PK\u0003\u0004\u0000\u0000', 'latin1'), TextFault],
    ['of bytes that are no text', Buffer.from([0x61, 0x00, 0x00, 0x00, 0x62, 0xff]), TextFault],
  ])('%s', async (_name, bytes, kind) => {
    const line = sourceLine();
    const error = await take(line, writeFile(temporaryFolder(), 'a.csv', bytes)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(kind);
  });

  test('that is not there, or is a folder', async () => {
    const line = sourceLine();
    for (const file of ['/nowhere/a.csv', temporaryFolder()]) {
      const error = await take(line, file).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ trouble: { kind: 'unreadable' } });
    }
  });
});

describe('a source’s configuration', () => {
  const config = {
    schema: 1,
    version: 1,
    id: 'mot-cua',
    name: { vi: 'Một cửa mẫu' },
    statuses: { '9': 'in-progress', 'Chờ bổ sung': 'supplement', A1: 'handed-over' },
    lateReasons: { 'Chờ cơ quan khác': 'waiting-other-agency' },
    timings: { 'Quá hẹn': 'late' },
    columns: { code: ['Số biên nhận nội bộ'], timing: ['Hạn'] },
    dates: ['MM/dd/yyyy'],
    aliases: [{ from: 'H56.14', to: 'H53.14' }],
    units: [{ prefix: 'H53', name: { vi: 'Tỉnh mẫu' } }],
  };
  const text = [
    'Số biên nhận nội bộ,Trạng thái,Ngày hẹn trả,Hạn,Lý do trễ',
    'H56.14-261101-0001,9,11/25/2026,Quá hẹn,Chờ cơ quan khác',
    'H53.14-261101-0002,chờ bổ sung,11/25/2026,,không rõ',
    'H53.14-261101-0003,42,,,',
    '',
  ].join('\n');

  test('gives words, dates, columns, units and renamed units their meaning', async () => {
    const line = sourceLine();
    expect(line.desk.setSource(config)).toMatchObject({ ok: true });
    const { result } = await take(line, writeFile(temporaryFolder(), 'a.csv', text), { source: 'mot-cua' });
    expect(result).toMatchObject({ ok: true, value: { added: 3, unknownStatuses: 1 } });
    expect(kept(line)).toMatchObject([
      {
        code: 'H53.14-261101-0001',
        status: 'in-progress',
        timing: 'late',
        late_reason: 'waiting-other-agency',
        due: day(2026, 11, 25) + 17 * hour,
        public_detail: '{"unit":{"vi":"Tỉnh mẫu"}}',
      },
      { code: 'H53.14-261101-0002', status: 'supplement', timing: 'paused', late_reason: null },
      { code: 'H53.14-261101-0003', status: 'unknown', status_code: '42' },
    ]);
    expect(line.desk.listSources().find(({ id }) => id === 'mot-cua')).toMatchObject({
      dossiers: 3,
      unknownStatuses: [{ code: '42', dossiers: 1 }],
    });
  });

  test('that maps an unknown code clears it with the next delivery', async () => {
    const line = sourceLine();
    line.desk.setSource(config);
    const file = writeFile(temporaryFolder(), 'a.csv', text);
    await take(line, file, { source: 'mot-cua' });
    line.desk.setSource({ ...config, version: 2, statuses: { ...config.statuses, '42': 'pay' } });
    const { result } = await take(line, file, { source: 'mot-cua' });
    // One of three open dossiers turns: an admin is asked.
    expect(result).toMatchObject({ ok: true, value: { state: 'waiting', turned: 1, open: 3 } });
    const id = result.ok ? result.value.id : '';
    line.desk.deliveries.accept(id, { by: 'Nguyễn Văn Mẫu' });
    expect(line.desk.listSources().find(({ id: source }) => source === 'mot-cua')?.unknownStatuses).toEqual(
      [],
    );
  });

  test('may not go back, nor be of another shape', () => {
    const line = sourceLine();
    line.desk.setSource({ ...config, version: 3 });
    expect(line.desk.setSource({ ...config, version: 2 })).toMatchObject({
      refusal: { code: 'E_CONFIG_OLD' },
    });
    expect(line.desk.setSource({ ...config, version: 3 })).toMatchObject({ ok: true });
    expect(line.desk.setSource({ ...config, version: 4, statuses: { 1: 'lost' } })).toMatchObject({
      refusal: { code: 'E_CONFIG', path: 'statuses.1' },
    });
  });
});
