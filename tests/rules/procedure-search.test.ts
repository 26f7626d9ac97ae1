import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Procedure } from '../../shared/contract/procedure.ts';
import { indexOf, type SearchWish, search } from '../../shared/rules/procedure-search.ts';
import { strip } from '../../shared/rules/stripped.ts';

const fields = [
  { id: 'ho-tich', name: { vi: 'Hộ tịch', en: 'Civil status' } },
  { id: 'dat-dai', name: { vi: 'Đất đai' } },
];

function procedure(code: string, vi: string, more: Partial<Procedure> = {}): Procedure {
  return {
    code,
    name: { vi },
    field: 'ho-tich',
    level: 'xa',
    papers: [],
    costs: [],
    statutory: null,
    committed: null,
    desks: ['quay-1'],
    agency: null,
    online: { level: 'none', url: null },
    results: [],
    ...more,
  };
}

const procedures = [
  procedure('1.001193', 'Đăng ký khai sinh'),
  procedure('2.000528', 'Đăng ký khai sinh có yếu tố nước ngoài', { desks: ['quay-2'] }),
  procedure('1.004884', 'Đăng ký lại khai sinh'),
  procedure('2.000986', 'Liên thông thủ tục hành chính về đăng ký khai sinh, cấp thẻ bảo hiểm y tế'),
  procedure('1.000656', 'Đăng ký khai tử', {
    name: { vi: 'Đăng ký khai tử', en: 'Registration of a death' },
  }),
  procedure('1.004227', 'Hoà giải tranh chấp', { field: 'dat-dai' }),
  procedure('1.004228', 'Ủy quyền hòa giải', { field: 'dat-dai' }),
];
const collator = new Intl.Collator('vi');
const index = indexOf({ procedures, fields }, collator);
const codes = (wish: SearchWish): string[] => search(index, wish).map(({ code }) => code);

describe('a stripped key', () => {
  test.each([
    ['Đăng ký khai sinh', 'dang ky khai sinh'],
    ['ỨNG HỘ NGUYỄN THỊ THUỲ DƯƠNG', 'ung ho nguyen thi thuy duong'],
    ['hòa', 'hoa'],
    ['hoà', 'hoa'],
    ['  Cấp   đổi (lần 2)/bản sao ', 'cap doi lan 2 ban sao'],
    ['1.004227', '1 004227'],
    ['', ''],
    ['—', ''],
  ])('of %o is %o', (text, key) => {
    expect(strip(text)).toBe(key);
    expect(strip(text.normalize('NFD'))).toBe(key);
  });

  test('is its own key, for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => strip(strip(text)) === strip(text)));
  });
});

describe('a search', () => {
  test('needs no diacritics, and puts names that begin with the words first', () => {
    expect(codes({ text: 'dang ky khai sinh' })).toEqual(['1.001193', '2.000528', '2.000986', '1.004884']);
    expect(codes({ text: 'ĐĂNG KÝ KHAI SINH' })).toEqual(codes({ text: 'dang ky khai sinh' }));
  });

  test('takes the words in any order and each by its beginning', () => {
    expect(codes({ text: 'sinh khai lai' })).toEqual(['1.004884']);
    expect(codes({ text: 'kh si ng' })).toEqual(['2.000528']);
    expect(codes({ text: 'inh' })).toEqual([]);
  });

  test('puts names that hold the words as typed before names that only have them', () => {
    expect(codes({ text: 'ky khai sinh' })).toEqual(['1.001193', '2.000528', '2.000986', '1.004884']);
  });

  test('finds both spellings of hoà', () => {
    expect(codes({ text: 'hòa giải' })).toEqual(['1.004227', '1.004228']);
    expect(codes({ text: 'hoà giải' })).toEqual(['1.004227', '1.004228']);
  });

  test('finds by field, by English name and by code with and without its dot', () => {
    expect(codes({ text: 'dat dai' })).toEqual(['1.004227', '1.004228']);
    expect(codes({ text: 'death' })).toEqual(['1.000656']);
    expect(codes({ text: '1.004227' })).toEqual(['1.004227']);
    expect(codes({ text: '1004227' })).toEqual(['1.004227']);
  });

  test('keeps to a field or a desk', () => {
    expect(codes({ field: 'dat-dai' })).toEqual(['1.004227', '1.004228']);
    expect(codes({ desk: 'quay-2', text: 'khai sinh' })).toEqual(['2.000528']);
    expect(codes({ field: 'dat-dai', text: 'khai sinh' })).toEqual([]);
  });

  test('of nothing is everything, in the order of Vietnamese names', () => {
    const names = search(index, {}).map(({ name }) => name.vi);
    expect(names).toEqual(names.toSorted(collator.compare));
    expect(names).toHaveLength(procedures.length);
    expect(names.at(-1)).toBe('Ủy quyền hòa giải');
  });
});

describe('whatever is typed or stands in a catalogue', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });

  test('a search never throws and never finds the same procedure twice', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), fc.string({ unit: 'binary' }), (names, text) => {
        const made = names.map((each, i) => procedure(`1.${i}`, each));
        const found = search(indexOf({ procedures: made, fields }, collator), { text });
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });

  test('every procedure is found by its own stripped name, by each beginning of it, and by its code', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), fc.nat(), (names, cut) => {
        const made = names.map((each, i) => procedure(`1.${i}`, each));
        const own = indexOf({ procedures: made, fields }, collator);
        for (const one of made) {
          const key = strip(one.name.vi);
          for (const text of [key, key.slice(0, cut % (key.length + 1)), one.name.vi, one.code]) {
            expect(search(own, { text })).toContain(one);
          }
        }
      }),
    );
  });
});
