// Configurations that went wrong on their way: read whole or refused by a place, never half believed, and what was taken can be used.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkSiteConfig } from '../../device-config/check.ts';
import { aliasKey } from '../../shared/contract/code-alias.ts';
import { defaultFormats, parseDossierCode } from '../../shared/contract/dossier-code.ts';
import { isOpen, nextOpening } from '../../shared/contract/opening.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { refusalCodes } from '../../shared/contract/refusal-codes.ts';
import { type DeviceConfig, deviceConfig } from '../../shared/contract/site-config.ts';
import { noon } from '../centre/line.ts';
import { anyJson } from '../wire/hostile.ts';
import { damagesOf } from '../wire/samples.ts';

const example = readFileSync(new URL('../../device-config/demo.yaml', import.meta.url), 'utf8');
const checked = checkSiteConfig(example, 'demo.yaml');
if (!checked.ok) throw new Error('demo.yaml has faults');
const site = JSON.parse(JSON.stringify(checked.config)) as Record<string, unknown>;

/** The demo with one of everything that a site may choose. */
const full = {
  ...site,
  codeFormats: defaultFormats,
  disclosure: { bare: ['title'], order: { number: '17/QĐ', date: '2026-01-05' } },
  handOff: [{ name: { vi: 'Cổng dịch vụ công' }, url: 'https://dichvucong.example.vn/' }],
  wording: { 'card.done': { vi: 'Xong' } },
  letterUnit: { vi: 'Bộ phận trả lời (mẫu)' },
};
const whole = { version: 1, device: 'kiosk-1', app: 'kiosk', counter: null, catalogue: null, site: full };

const hostile = fc.oneof(
  { arbitrary: damagesOf(fc.constant(whole)), weight: 8 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(full)), anyJson)
      .map(([key, value]) => ({ ...whole, site: { ...full, [key]: value } })),
    weight: 4,
  },
  { arbitrary: anyJson, weight: 1 },
);

/** What a device does with a configuration it took. Throws where a value is not what the schema promised. */
function use({ site: { hours, codeFormats, aliases } }: DeviceConfig): void {
  isOpen(hours, noon);
  nextOpening(hours, noon, 30);
  const context = { formats: codeFormats ?? defaultFormats, now: noon };
  for (const text of [
    '000.00.17.H53-200313-0001',
    'H56.14-240823-0001',
    'A'.repeat(50),
    '1'.repeat(50),
    '.-'.repeat(25),
  ]) {
    const code = parseDossierCode(text, context);
    if (code.ok) aliasKey(code.value.key, aliases);
  }
}

describe('a device that is handed a configuration', () => {
  test('takes the demo with one of everything', () => {
    expect(readValue(deviceConfig, whole)).toMatchObject({ ok: true });
  });

  test('takes it whole or refuses it by a place, and reads what it took the same again', () => {
    let taken = 0;
    fc.assert(
      fc.property(hostile, (value) => {
        const read = readValue(deviceConfig, value);
        if (!read.ok) {
          expect(Object.keys(refusalCodes)).toContain(read.refusal.code);
          return;
        }
        taken += 1;
        use(read.value);
        const again = readValue(deviceConfig, JSON.parse(JSON.stringify(read.value)));
        expect(again).toEqual(read);
      }),
      { numRuns: 1_500 },
    );
    expect(taken).toBeGreaterThan(100);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("the officer's check", () => {
  test('names every fault with a line of the file, whatever the file holds', () => {
    fc.assert(
      fc.property(damagesOf(fc.constant(full)), (value) => {
        const text = stringify(value);
        const lines = text.split('\n').length;
        const result = checkSiteConfig(text, 'hostile.yaml');
        if (result.ok) return;
        expect(result.faults.length).toBeGreaterThan(0);
        for (const { line, code } of result.faults) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(Object.keys(refusalCodes)).toContain(code);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('refuses files that were cut off or are no YAML at all, and never falls', () => {
    const cut = fc.nat({ max: example.length - 1 }).map((at) => example.slice(0, at));
    const noise = fc.string({ unit: 'binary', maxLength: 200 });
    const glued = fc.tuple(cut, noise).map(([start, rest]) => start + rest);
    fc.assert(
      fc.property(fc.oneof(cut, noise, glued), (text) => {
        const result = checkSiteConfig(text, 'hostile.yaml');
        if (!result.ok) expect(result.faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
