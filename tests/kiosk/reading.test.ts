import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Read, readCode, readScan } from '../../kiosk/reading.ts';
import type { Result } from '../../shared/contract/refusal.ts';
import type { DeviceConfig } from '../../shared/contract/site-config.ts';
import { sampleConfig, sampleNow } from './sample-site.ts';

const key = 'H56.14-261101-0001';
const deviceOf = (kiosk: object = {}, more: object = {}) => ({
  config: (): DeviceConfig => ({
    ...sampleConfig,
    site: { ...sampleConfig.site, ...more, kiosk: { ...sampleConfig.site.kiosk, ...kiosk } },
  }),
  now: () => ({ ms: sampleNow, quality: 'sync' as const }),
});
const device = deviceOf();
const keyOf = (read: Result<Read>): string | undefined => (read.ok ? read.value.code.key : undefined);

describe('a text from a hand scanner', () => {
  test.each([
    ['the kind of symbol in front', `]C0${key}`],
    ['the kind of a QR in front of a link', `]Q1https://example.invalid/a?MHS=${key}`],
    ['start and stop signs', `*${key}*`],
    ['a sign in front and a semicolon behind', `~${key};`],
  ])('with %s is the same code', (_name, text) => {
    expect(keyOf(readScan({ text }, device))).toBe(key);
  });

  test('with the prefix that this site knows of is the same code, and without it too', () => {
    const prefixed = deviceOf({ scannerPrefix: 'S1' });
    expect(keyOf(readScan({ text: `S1${key}` }, prefixed))).toBe(key);
    expect(keyOf(readScan({ text: key }, prefixed))).toBe(key);
    expect(readScan({ text: `S1${key}` }, device).ok).toBe(false);
  });

  test('keeps the secret of a link whatever stands around it', () => {
    const link = `https://example.invalid/a?MHS=${key}&matra=bi-mat-0001`;
    const read = readScan({ text: `]Q3${link}` }, device);
    expect(read.ok && read.value.secret).toBe('bi-mat-0001');
  });

  test('is read by its whole line where that is a code', () => {
    expect(keyOf(readScan({ text: '000.00.17.H53-200313-0001', line: key }, device))).toBe(key);
    expect(keyOf(readScan({ text: key, line: `12${key}` }, device))).toBe(key);
  });

  test('never becomes the code of anybody else by what is taken away around it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 4 }), (noise, around) => {
        const read = readScan({ text: `${around}${key}${noise}` }, device);
        if (read.ok) expect(read.value.code.key.startsWith(key)).toBe(true);
      }),
    );
  });
});

test('a renamed unit is asked under its new name and shown as the paper has it', () => {
  const renamed = deviceOf({}, { aliases: [{ from: 'H56.14', to: 'H53.96' }] });
  const read = readCode(key, renamed);
  expect(read).toEqual({
    ok: true,
    value: { code: { key: 'H53.96-261101-0001', shown: key, hasSecret: false } },
  });
});
