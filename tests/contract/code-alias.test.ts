// Old units of dossier codes: which key a renamed unit's dossier has, and which renamings are refused.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { aliasKey, codeAliases } from '../../shared/contract/code-alias.ts';
import { defaultFormats, parseDossierCode } from '../../shared/contract/dossier-code.ts';

const aliases = v.parse(codeAliases, [
  { from: 'H56.14', to: 'H53.96' },
  { from: 'H56', to: 'H54' },
  { from: '000.17.22.H56', to: 'H54.99' },
]);

describe('a renamed unit', () => {
  test.each([
    ['a unit', 'H56.14-240823-0001', 'H53.96-240823-0001'],
    ['a unit below it', 'H56.14.02-240823-0001', 'H53.96.02-240823-0001'],
    ['its province, where the unit itself is not named', 'H56.15-240823-0001', 'H54.15-240823-0001'],
    ['an old unit of four parts', '000.17.22.H56-210531-0001', 'H54.99-210531-0001'],
    ['a unit that only begins alike', 'H56.140-240823-0001', 'H54.140-240823-0001'],
    ['a unit nobody renamed', 'H15.50-261008-0975', 'H15.50-261008-0975'],
    ['a number of another vendor', 'D-4711', 'D-4711'],
    ['a key without a date', 'H56', 'H56'],
  ])('%s has the key %s -> %s', (_name, key, expected) => {
    expect(aliasKey(key, aliases)).toBe(expected);
  });

  test('without aliases every key stays as it is', () => {
    expect(aliasKey('H56.14-240823-0001', undefined)).toBe('H56.14-240823-0001');
    expect(aliasKey('H56.14-240823-0001', [])).toBe('H56.14-240823-0001');
  });

  test.each([
    [
      'the same old unit twice',
      [
        ['H56', 'H54'],
        ['H56', 'H55'],
      ],
    ],
    [
      'two old units with one name',
      [
        ['H56', 'H54'],
        ['H57', 'H54'],
      ],
    ],
    [
      'a chain',
      [
        ['H56', 'H57'],
        ['H57', 'H58'],
      ],
    ],
    [
      'a circle',
      [
        ['H56', 'H57'],
        ['H57', 'H56'],
      ],
    ],
    ['a unit renamed to a part of itself', [['H56', 'H56.01']]],
    ['a date in it', [['H56-240823', 'H57']]],
  ])('%s is refused', (_name, pairs) => {
    const made = pairs.map(([from, to]) => ({ from, to }));
    expect(v.safeParse(codeAliases, made).success).toBe(false);
  });
});

describe('any renaming that may be declared', () => {
  const unit = fc.stringMatching(/^[AB][12](\.[12]){0,2}$/);
  const declared = fc
    .array(fc.record({ from: unit, to: unit }), { maxLength: 6 })
    .filter((each) => v.safeParse(codeAliases, each).success);
  const key = unit.map((each) => `${each}-240823-0001`);

  test('renames once and for good, and leaves date and number alone', () => {
    fc.assert(
      fc.property(declared, key, (each, from) => {
        const once = aliasKey(from, each);
        expect(aliasKey(once, each)).toBe(once);
        expect(once.endsWith('-240823-0001')).toBe(true);
      }),
    );
  });

  test('makes codes of codes', () => {
    const code = fc.stringMatching(/^[A-Z]\d{2}(\.\d{2}){0,2}-240823-\d{4}$/);
    fc.assert(
      fc.property(code, (each) => {
        const parsed = parseDossierCode(aliasKey(each, aliases), { formats: defaultFormats, now: null });
        expect(parsed.ok).toBe(true);
      }),
    );
  });
});
