// Every form of a dossier code, every malformed one with its refusal code, and what no input may ever do.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { codeFormat } from '../../shared/contract/code-format.ts';
import {
  type CodeContext,
  defaultFormats,
  normalizeCode,
  parseDossierCode,
  parsePlainCode,
} from '../../shared/contract/dossier-code.ts';
import { limits } from '../../shared/contract/limits.ts';

const noClock: CodeContext = { formats: defaultFormats, now: null };
const now = Date.parse('2026-11-21T08:15:00+07:00');
const inSync: CodeContext = { formats: defaultFormats, now };
const withSecret: CodeContext = { ...inSync, secretParameter: 'matracuu' };

function keyOf(text: string, context: CodeContext = inSync): string | undefined {
  const read = parseDossierCode(text, context);
  return read.ok ? read.value.key : undefined;
}
function codeOf(text: string, context: CodeContext = inSync): string {
  const read = parseDossierCode(text, context);
  return read.ok ? `accepted ${read.value.key}` : read.refusal.code;
}

describe('forms in use', () => {
  test.each([
    ['000.00.17.H53-200313-0001', 'old'],
    ['000.00.16.G04-220405-0008', 'old'],
    ['000.17.22.H56-210531-0001', 'old'],
    ['000.00.06.G04-190701-0501', 'old'],
    ['000.00.17.H53-200313-00012', 'old'],
    ['H56.14-240823-0001', 'new'],
    ['H15.50.05.13-261008-0975', 'new'],
    ['H56-240823-0001', 'new'],
    ['H56.14.002-240823-0001', 'new'],
    ['H56.14.02.03.104-240823-0001', 'new'],
    ['G12-240823-000123', 'new'],
    ['G12.34-240823-0001234', 'new'],
  ])('%s is a code of the %s form and is its own key', (text, format) => {
    expect(parseDossierCode(text, inSync)).toEqual({ ok: true, value: { format, raw: text, key: text } });
  });

  test('the old form with dots is the same dossier as with dashes', () => {
    const key = '000.00.06.G04-190701-0501';
    expect(keyOf('000.00.06.G04.190701.0501')).toBe(key);
    expect(keyOf('000.00.06.G04-190701.0501')).toBe(key);
    expect(keyOf('000.00.06.G04.190701-0501')).toBe(key);
  });

  test('the new form does not take dots before date and number', () => {
    expect(codeOf('H56.14.240823.0001')).toBe('E_CODE_FORM');
  });

  test('the form as read stays beside the key, trimmed', () => {
    const read = parseDossierCode('  h56.14-240823–0001\t', inSync);
    expect(read).toEqual({
      ok: true,
      value: { format: 'new', raw: 'h56.14-240823–0001', key: 'H56.14-240823-0001' },
    });
  });
});

describe('what a scanner, a keyboard or a person makes of a code', () => {
  const key = '000.00.17.H53-200313-0001';
  const dashes = '\u002D\u058A\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D\u00AD';

  test.each([...dashes].map((dash) => [dash.codePointAt(0)?.toString(16), dash]))(
    'the dash U+%s is a dash',
    (_name, dash) => {
      expect(keyOf(`000.00.17.H53${dash}200313${dash}0001`)).toBe(key);
    },
  );
  test.each([
    ['lower case', '000.00.17.h53-200313-0001'],
    ['spaces inside', '000.00.17.H53 - 200313 - 0001'],
    ['no-break and ideographic spaces', '000.00.17.H53\u00A0-\u3000200313-0001'],
    ['zero-width characters', '000.00.17.\u200BH53\uFEFF-200313-\u20600001'],
    ['full-width letters and digits', '０００．００．１７．Ｈ５３－２００３１３－０００１'],
    ['tab and newline at the ends', '\t000.00.17.H53-200313-0001\r\n'],
  ])('%s make the same key', (_name, text) => {
    expect(keyOf(text)).toBe(key);
  });

  test('normalizing twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const once = normalizeCode(text);
        if (once.length <= limits.symbolCharsMax) expect(normalizeCode(once)).toBe(once);
      }),
    );
  });
});

describe('the date inside a code', () => {
  test.each(['200230', '201301', '200100', '200132', '210229', '000000', '999999'])(
    'a date that does not exist (%s) is refused with and without a clock',
    (date) => {
      expect(codeOf(`H56.14-${date}-0001`)).toBe('E_CODE_DATE');
      expect(codeOf(`H56.14-${date}-0001`, noClock)).toBe('E_CODE_DATE');
    },
  );
  test.each([
    ['180531', 'E_CODE_RANGE'],
    ['180601', 'accepted H56.14-180601-0001'],
    ['261121', 'accepted H56.14-261121-0001'],
    ['261122', 'accepted H56.14-261122-0001'],
    ['261123', 'E_CODE_RANGE'],
    ['000101', 'E_CODE_RANGE'],
    ['991231', 'E_CODE_RANGE'],
    ['240229', 'accepted H56.14-240229-0001'],
  ])('on 21/11/2026 the date %s gives %s', (date, outcome) => {
    expect(codeOf(`H56.14-${date}-0001`)).toBe(outcome);
  });
  test('tomorrow is told by the calendar of Asia/Ho_Chi_Minh', () => {
    const lateEvening = { ...inSync, now: Date.parse('2026-11-21T23:59:59+07:00') };
    const afterMidnight = { ...inSync, now: Date.parse('2026-11-22T00:00:00+07:00') };
    expect(codeOf('H56.14-261123-0001', lateEvening)).toBe('E_CODE_RANGE');
    expect(codeOf('H56.14-261123-0001', afterMidnight)).toBe('accepted H56.14-261123-0001');
  });
  test('without a clock in sync any date that exists is taken', () => {
    expect(codeOf('H56.14-000101-0001', noClock)).toBe('accepted H56.14-000101-0001');
    expect(codeOf('H56.14-991231-0001', noClock)).toBe('accepted H56.14-991231-0001');
  });
});

describe('what is not a code', () => {
  test.each(['', ' ', '\t\r\n', '\u200B\u2060', '\u00A0'])('nothing at all (%j) is E_CODE_EMPTY', (text) => {
    expect(codeOf(text)).toBe('E_CODE_EMPTY');
  });
  test.each([
    ['a digit too few in the number', '000.00.17.H53-200313-001'],
    ['a digit too many in the number', '000.00.17.H53-200313-000001'],
    ['eight digits in a new number', 'H56.14-240823-00000001'],
    ['five unit parts', 'H56.14.14.14.14.14-240823-0001'],
    ['a unit part of one digit', 'H56.1-240823-0001'],
    ['a unit part of four digits', 'H56.1234-240823-0001'],
    ['two letters', 'HH6.14-240823-0001'],
    ['no letter', '056.14-240823-0001'],
    ['a Vietnamese letter', 'Đ56.14-240823-0001'],
    ['a Cyrillic letter that looks right', 'Н56.14-240823-0001'],
    ['an Arabic digit', 'H56.14-240823-000\u0661'],
    ['no date', 'H56.14-0001'],
    ['a date of five digits', 'H56.14-24082-0001'],
    ['something before', 'Mã hồ sơ: H56.14-240823-0001'],
    ['something behind', 'H56.14-240823-0001.'],
    ['two codes', 'H56.14-240823-0001 H56.14-240823-0002'],
    ['a chip card', '001234567890|Nguyễn Văn Mẫu|01011990'],
    ['twelve digits', '001234567890'],
    ['a bank QR', '00020101021138540010A00000072701240006970415'],
    ['a telephone number', '0912345678'],
    ['a word', 'H'],
    ['a regular expression', '^.*$'],
    ['a MQTT wildcard', 'motcua/#'],
    ['a null character', 'H56.14-240823-0001\u0000'],
    ['a lone surrogate', 'H56.14-240823-0001\uD800'],
  ])('%s is E_CODE_FORM', (_name, text) => {
    expect(codeOf(text)).toBe('E_CODE_FORM');
  });

  test('more than 50 characters are refused, not cut down to another code', () => {
    const padded = `H56.14-240823-0001${' '.repeat(32)}`;
    expect(codeOf(padded)).toBe('accepted H56.14-240823-0001');
    expect(codeOf(`${padded}2`)).toBe('E_CODE_FORM');
    const spread = `${' '.repeat(0)}H56.14-240823-0001${' '.repeat(31)}2`;
    expect(spread).toHaveLength(50);
    expect(codeOf(spread)).toBe('accepted H56.14-240823-00012');
    expect(codeOf(`${spread}3`)).toBe('E_CODE_FORM');
  });
});

describe("another vendor's symbol", () => {
  test('carries a secret and a code, and shows neither in its raw form', () => {
    expect(parseDossierCode('D-Ab12Cd34Ef-H56.14-240823-0001', inSync)).toEqual({
      ok: true,
      value: { format: 'vendor', raw: '', key: 'H56.14-240823-0001', secret: 'Ab12Cd34Ef' },
    });
  });
  test("may carry that vendor's own number", () => {
    expect(parseDossierCode('D-Ab12Cd34Ef-4711', inSync)).toEqual({
      ok: true,
      value: { format: 'vendor', raw: '', key: 'D-4711', secret: 'Ab12Cd34Ef' },
    });
  });
  test.each([
    ['a secret of seven characters', 'D-Ab12Cd3-4711', 'E_CODE_FORM'],
    ['a secret of 65 characters', `D-${'a'.repeat(65)}-4711`, 'E_CODE_FORM'],
    ['no id', 'D-Ab12Cd34Ef-', 'E_CODE_FORM'],
    ['an id that is neither', 'D-Ab12Cd34Ef-xyz', 'E_CODE_FORM'],
    ['a code with an impossible date', 'D-Ab12Cd34Ef-H56.14-241323-0001', 'E_CODE_DATE'],
    ['a code of tomorrow week', 'D-Ab12Cd34Ef-H56.14-261128-0001', 'E_CODE_RANGE'],
  ])('with %s is refused', (_name, text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});

describe('a link in a QR', () => {
  const base = 'https://dichvucong.example.vn/tra-cuu';
  test.each(['MHS', 'mhs', 'MaHoSo', 'MAHOSO', 'mahoso', 'dossierNo', 'DOSSIERNO'])(
    'the parameter %s names the code',
    (name) => {
      expect(keyOf(`${base}?x=1&${name}=H56.14-240823-0001&y=2#z`)).toBe('H56.14-240823-0001');
    },
  );
  test('a percent-encoded code, capitals in the scheme and http are read', () => {
    expect(keyOf('HTTP://dichvucong.example.vn/?MHS=H56.14%2D240823%2D0001')).toBe('H56.14-240823-0001');
    expect(keyOf(`${base}?MHS=+H56.14-240823-0001+`)).toBe('H56.14-240823-0001');
  });
  test('every other part is dropped: only code and named secret come out', () => {
    const link = `${base}/079200001234?SGT=079200001234&ten=Nguyen&MHS=H56.14-240823-0001&MaTraCuu=Zz99Yy88#079200001234`;
    expect(parseDossierCode(link, withSecret)).toEqual({
      ok: true,
      value: { format: 'new', raw: 'H56.14-240823-0001', key: 'H56.14-240823-0001', secret: 'Zz99Yy88' },
    });
    const bare = parseDossierCode(link, inSync);
    expect(bare.ok && 'secret' in bare.value).toBe(false);
  });
  test('a secret that is too short or has foreign characters is left out', () => {
    for (const secret of ['short', 'has%20space', '', 'a'.repeat(65)]) {
      const read = parseDossierCode(`${base}?MHS=H56.14-240823-0001&matracuu=${secret}`, withSecret);
      expect(read.ok && 'secret' in read.value).toBe(false);
    }
  });
  test.each([
    ['without a query', base, 'E_CODE_FORM'],
    ['without the parameter', `${base}?code=H56.14-240823-0001`, 'E_CODE_FORM'],
    ['with the code only in its fragment', `${base}#?MHS=H56.14-240823-0001`, 'E_CODE_FORM'],
    ['with the code only in its path', `${base}/H56.14-240823-0001`, 'E_CODE_FORM'],
    ['with a name that only ends alike', `${base}?XMHS=H56.14-240823-0001`, 'E_CODE_FORM'],
    ['with an empty code', `${base}?MHS=`, 'E_CODE_EMPTY'],
    ['with a broken percent sign', `${base}?MHS=%E0%A4%A`, 'E_CODE_EMPTY'],
    ['with an impossible date', `${base}?MHS=H56.14-240230-0001`, 'E_CODE_DATE'],
    ['with a date of long ago', `${base}?MHS=H56.14-170230-0001`, 'E_CODE_DATE'],
    ['of another scheme', 'javascript:alert(1)?MHS=H56.14-240823-0001', 'E_CODE_FORM'],
    ['with a name and no host', 'https://?MHS=H56.14-240823-0001', 'E_CODE_FORM'],
  ])('%s is refused', (_name, text, code) => {
    expect(codeOf(text)).toBe(code);
  });
  test('a link longer than 512 characters never yields half a code', () => {
    const code = 'MHS=H56.14-240823-00012';
    for (let length = 480; length < 520; length += 1) {
      const front = `${base}?x=`.padEnd(length, 'x');
      const outcome = codeOf(`${front}&${code}${'&y=1'.repeat(30)}`);
      expect(['accepted H56.14-240823-00012', 'E_CODE_FORM']).toContain(outcome);
    }
    expect(codeOf(`${base}?${code}&x=${'x'.repeat(2_000)}`)).toBe('accepted H56.14-240823-00012');
  });
});

describe('formats declared in a configuration', () => {
  const formats = (parts: unknown) => [v.parse(codeFormat, { id: 'own', parts })];

  test('a vendor of another province is read by its own parts', () => {
    const own = formats([
      { kind: 'letters', count: 2 },
      { kind: 'separator', any: '-.' },
      { kind: 'digits', min: 2, max: 4 },
      {
        kind: 'repeat',
        parts: [
          { kind: 'separator', any: '.-' },
          { kind: 'digits', min: 1, max: 1 },
        ],
        min: 1,
        max: 3,
      },
    ]);
    const context = { formats: own, now };
    expect(keyOf('TN.123.4-5', context)).toBe('TN-123.4.5');
    expect(keyOf('TN-12', context)).toBeUndefined();
    expect(keyOf('TN-12.1.2.3.4', context)).toBeUndefined();
  });
  test.each([
    ['digits from high to low', [{ kind: 'digits', min: 5, max: 3 }]],
    ['a repeat from high to low', [{ kind: 'repeat', parts: [{ kind: 'date' }], min: 2, max: 1 }]],
    ['two dates', [{ kind: 'date' }, { kind: 'date' }]],
    ['a date in a repeat', [{ kind: 'repeat', parts: [{ kind: 'date' }], min: 0, max: 1 }]],
    ['nothing', []],
    ['a separator of letters', [{ kind: 'separator', any: 'AB' }]],
  ])('%s is not a format', (_name, parts) => {
    expect(v.safeParse(codeFormat, { id: 'own', parts }).success).toBe(false);
  });
  test('the most tangled format that may be declared is walked in a moment', () => {
    const digits = { kind: 'digits', min: 0, max: 12 };
    const tangled = { kind: 'repeat', parts: [digits, digits, digits, digits], min: 0, max: 12 };
    const context = { formats: formats(Array.from({ length: 20 }, () => tangled)), now };
    parsePlainCode('1', context);
    const began = performance.now();
    expect(parsePlainCode(`${'1'.repeat(49)}X`, context).ok).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('any input', () => {
  const bits = fc.constantFrom(
    'https://',
    '?',
    '&',
    'MHS=',
    'MaHoSo=',
    'matracuu=',
    'D-',
    '-',
    '.',
    '%',
    '%2D',
    ' ',
    '000.00.17.H53',
    'H56.14',
    '240823',
    '0001',
    '\u2013',
    '\uFF10',
    '\u0000',
    '\uD800',
    'Nguyễn',
    '079200001234',
    '|',
    '#',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 700 }),
    fc.array(bits, { maxLength: 40 }).map((parts) => parts.join('')),
  );
  const anyNow = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 4_102_444_800_000 }));

  test('gives a code or a refusal, never an error, and a refusal repeats nothing of it', () => {
    fc.assert(
      fc.property(text, anyNow, (input, at) => {
        const read = parseDossierCode(input, { ...withSecret, now: at });
        if (read.ok) {
          expect(read.value.key).toMatch(/^[A-Z0-9.-]{3,50}$/);
          expect(keyOf(read.value.key, { formats: defaultFormats, now: at }) ?? read.value.key).toBe(
            read.value.key,
          );
          expect(read.value.raw.length).toBeLessThanOrEqual(limits.codeCharsMax);
        } else {
          expect(['E_CODE_EMPTY', 'E_CODE_FORM', 'E_CODE_DATE', 'E_CODE_RANGE']).toContain(read.refusal.code);
          expect(read.refusal.found).toBeUndefined();
          const fixed = parseDossierCode(read.refusal.code === 'E_CODE_EMPTY' ? '' : 'x', inSync);
          if (read.refusal.code === 'E_CODE_FORM' && !input.trim().startsWith('http'))
            expect(read).toEqual(fixed);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('a code made by the grammar is accepted, and its key is stable', () => {
    const old = fc.stringMatching(/^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}[-.]240823[-.]\d{4,5}$/);
    const recent = fc.stringMatching(/^[A-Z]\d{2}(?:\.\d{2,3}){0,4}-240823-\d{4,7}$/);
    fc.assert(
      fc.property(fc.oneof(old, recent), (code) => {
        const key = keyOf(code);
        expect(key).toBeDefined();
        expect(keyOf(key ?? '')).toBe(key);
        expect(keyOf(code.toLowerCase())).toBe(key);
      }),
    );
  });

  test('one changed digit is another key', () => {
    const code = fc.stringMatching(/^[A-Z]\d{2}\.\d{2}-240823-\d{4,7}$/);
    fc.assert(
      fc.property(code, fc.nat(), (text_, at) => {
        const from = text_.lastIndexOf('-') + 1;
        const i = from + (at % (text_.length - from));
        const other = `${text_.slice(0, i)}${(Number(text_[i]) + 1) % 10}${text_.slice(i + 1)}`;
        expect(keyOf(other)).not.toBe(keyOf(text_));
      }),
    );
  });

  test('the time grows no faster than the input', () => {
    const worst = [
      (n: number) => '0'.repeat(n),
      (n: number) => ' '.repeat(n),
      (n: number) => `https://a?${'&'.repeat(n)}`,
      (n: number) => `https://${'a'.repeat(n)}`,
      (n: number) => `D-${'a'.repeat(n)}`,
      (n: number) => `https://a?MHS=${'%41'.repeat(n)}`,
      (n: number) => `H56${'.14'.repeat(n)}`,
    ];
    const began = performance.now();
    for (const make of worst) expect(parseDossierCode(make(1_000_000), inSync).ok).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
