import { describe, expect, test } from 'vitest';
import { sampleCatalogue } from '../../centre/demo/procedures.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { type Catalogue, readCatalogue, readCatalogueDraft } from '../../shared/contract/procedure.ts';
import { readValue, writeBytes } from '../../shared/contract/reader.ts';
import { deviceConfig } from '../../shared/contract/site-config.ts';
import { sampleConfig } from '../kiosk/sample-site.ts';

const draft = sampleCatalogue();
const [first] = draft.procedures;
if (first === undefined) throw new Error('the sample catalogue is empty');
const file = (change: object = {}): unknown => ({
  ...draft,
  procedures: draft.procedures.slice(0, 3),
  version: 1,
  demo: true,
  ...change,
});
const with1 = (change: object): unknown => file({ procedures: [{ ...first, ...change }] });
const refusal = (value: unknown) => {
  const read = readCatalogue(writeBytes(value));
  return read.ok ? undefined : [read.refusal.code, read.refusal.path];
};

describe('a catalogue file', () => {
  test('of 2,500 procedures with their papers fits, twice over', () => {
    const many = [0, 1].flatMap((turn) =>
      draft.procedures.slice(0, 1_250).map((one) => ({ ...one, code: `${one.code}-${turn}` })),
    );
    const bytes = writeBytes(file({ procedures: many }));
    expect(bytes.length).toBeLessThan(kioskLimits.catalogueBytesMax * 0.55);
    expect(readCatalogue(bytes)).toMatchObject({ ok: true });
  });

  test('is read as it was written', () => {
    expect(readCatalogue(writeBytes(file()))).toEqual({ ok: true, value: file() as Catalogue });
  });

  test.each([
    ['a code that is a number', with1({ code: 1.004227 }), ['E_SCHEMA', 'procedures.0.code']],
    ['a code with a sign', with1({ code: '1.00/4' }), ['E_SCHEMA', 'procedures.0.code']],
    ['no name', with1({ name: { vi: '' } }), ['E_SCHEMA', 'procedures.0.name.vi']],
    [
      'a negative amount',
      with1({ costs: [{ kind: 'fee', amount: -1 }] }),
      ['E_SCHEMA', 'procedures.0.costs.0.amount'],
    ],
    [
      'a term of no days',
      with1({ statutory: { n: 0, unit: 'days' } }),
      ['E_SCHEMA', 'procedures.0.statutory.n'],
    ],
    [
      'a link that is no page',
      with1({ online: { level: 'full', url: 'javascript:alert(1)' } }),
      ['E_SCHEMA', 'procedures.0.online.url'],
    ],
    [
      'too many papers',
      with1({ papers: Array.from({ length: 61 }, () => first.papers[0]) }),
      ['E_SCHEMA', 'procedures.0.papers'],
    ],
    ['a day that does not exist', file({ asOf: '2026-02-30' }), ['E_SCHEMA', 'asOf']],
    ['another schema', file({ schema: 2 }), ['E_SCHEMA', 'schema']],
    ['a code twice', file({ procedures: [first, first] }), ['E_CONFLICT', 'procedures.1.code']],
    [
      'a field twice',
      file({ fields: [...draft.fields, draft.fields[0]] }),
      ['E_CONFLICT', `fields.${draft.fields.length}.id`],
    ],
    ['a field that is not listed', with1({ field: 'nowhere' }), ['E_CONFLICT', 'procedures.0.field']],
    ['a level that is not listed', with1({ level: 'nowhere' }), ['E_CONFLICT', 'procedures.0.level']],
    ['a desk that is not listed', with1({ desks: ['nowhere'] }), ['E_CONFLICT', 'procedures.0.desks']],
  ])('with %s is refused with its place', (_what, value, expected) => {
    expect(refusal(value)).toEqual(expected);
  });

  test('that is too large is not even parsed', () => {
    const read = readCatalogue(new Uint8Array(kioskLimits.catalogueBytesMax + 1));
    expect(read).toMatchObject({ ok: false, refusal: { code: 'E_TOO_BIG' } });
  });

  test('needs no number yet when it is handed in', () => {
    expect(readCatalogueDraft(draft)).toMatchObject({ ok: true });
  });
});

describe("a device's configuration", () => {
  const named = {
    url: '/catalogue/procedures.0123456789abcdef.json',
    sha256: 'a'.repeat(64),
    bytes: 10,
    procedures: 1,
  };
  const read = (change: object) => readValue(deviceConfig, { ...sampleConfig, ...change });

  test('may name a catalogue, none, or be silent about it', () => {
    for (const catalogue of [{ catalogue: named }, { catalogue: null }, {}])
      expect(read(catalogue)).toMatchObject({ ok: true, value: catalogue });
  });

  test.each([
    'https://elsewhere.vn/catalogue/x.json',
    '//elsewhere.vn/x',
    '/catalogue/../api/devices',
    '/kiosk/sw.js',
  ])('that names %s as a catalogue is refused', (url) => {
    expect(read({ catalogue: { ...named, url } })).toMatchObject({
      ok: false,
      refusal: { path: 'catalogue.url' },
    });
  });

  test('is read by a device that is older than the centre', () => {
    const newer = read({ somethingNew: 1 });
    expect(newer).toMatchObject({ ok: true });
    expect(newer.ok && 'somethingNew' in newer.value).toBe(false);
  });
});
