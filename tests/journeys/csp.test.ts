// Locked pages: the headers say what may run, the browser holds to it, and no screen trips over it or asks anyone else.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { launchBrowser } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { Scene } from './scene.ts';
import { levels, TabletPage } from './tablet-page.ts';

let centre: Centre;
let browser: Browser;

beforeAll(async () => {
  [centre, browser] = await Promise.all([Centre.begin(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await centre?.[Symbol.asyncDispose]();
});

function policyOf(header: string | null): Record<string, string> {
  const parts = (header ?? '').split(';').map((part) => part.trim().split(/\s+/));
  return Object.fromEntries(parts.map(([name = '', ...values]) => [name, values.sort().join(' ')]));
}

describe.each(['kiosk', 'tablet', 'board'] as const)('the page of the %s', (app) => {
  test('may load and run only what is ours', async () => {
    const { headers } = await fetch(`${centre.url}/${app}/`);
    const scripts = app === 'kiosk' ? "'self' 'wasm-unsafe-eval'" : "'self'";
    expect(policyOf(headers.get('content-security-policy'))).toMatchObject({
      'default-src': "'none'",
      'script-src': scripts,
      'style-src': "'self'",
      'connect-src': "'self'",
      'worker-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'sw worker',
    });
    const allowed = headers.get('permissions-policy') ?? '';
    expect(allowed).toContain(app === 'kiosk' ? 'camera=(self)' : 'camera=()');
    for (const feature of ['microphone', 'geolocation', 'usb', 'serial', 'payment'])
      expect(allowed).toContain(`${feature}=()`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toMatch(/no-cache|no-store/);
  });

  test('runs no text as script: neither markup nor eval nor a script from elsewhere', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${centre.url}/${app}/`);
    const outcomes = await page.evaluate(async () => {
      const { trustedTypes } = window as unknown as {
        trustedTypes: { createPolicy(name: string, rules: object): unknown };
      };
      const attempt = (act: () => unknown): string => {
        try {
          act();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : 'thrown';
        }
      };
      // What a debugger evaluates may itself evaluate: the page's own task may not.
      await new Promise((resolve) => setTimeout(resolve));
      return {
        markup: attempt(() => {
          document.createElement('div').innerHTML = '<img src=x>';
        }),
        evaluated: attempt(() => new Function('return 1')()),
        policy: attempt(() => trustedTypes.createPolicy('mine', {})),
        worker: attempt(() => new Worker('/worker.js')),
      };
    });
    expect(outcomes).toEqual({
      markup: 'TypeError',
      evaluated: 'EvalError',
      policy: 'TypeError',
      worker: 'TypeError',
    });
    await context.close();
  });
});

describe('a walk through every screen, watched', () => {
  test('of the kiosk meets no violation, no error and no third party', async () => {
    const scene = new Scene(centre);
    const context = await browser.newContext();
    const kiosk = await KioskPage.enrol(context, centre, scene);
    const { page } = kiosk;
    for (const { row } of sampleDossiers(Date.now())) {
      await kiosk.wedge(row.code);
      await kiosk.cardOf(row.code);
    }
    await page.getByRole('button', { name: 'Trợ giúp' }).click();
    await kiosk.button('help.back').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Contrast' }).click();
    await page.getByRole('button', { name: 'Large text' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await kiosk.rest();
    await kiosk.button('attract.type').click();
    await kiosk.button('pad.cancel').click();
    await kiosk.rest();
    await scene.judge([page]);
    await context.close();
  });
  test('of the tablet meets no violation, no error and no third party', async () => {
    const scene = new Scene(centre);
    const context = await browser.newContext();
    const tablet = await TabletPage.enrol(context, centre, scene);
    for (const level of levels) await tablet.rate(level);
    await tablet.page.reload();
    await tablet.asks();
    await scene.judge([tablet.page]);
    await context.close();
  });
  test('of the board, and of the sample receipts, meets no violation, no error and no third party', async () => {
    const scene = new Scene(centre);
    const context = await browser.newContext();
    await scene.watch(context);
    const page = await context.newPage();
    await page.goto(`${centre.url}/board/`);
    await page.getByText('DỮ LIỆU MẪU').first().waitFor();
    await page.goto(`${centre.url}/samples/`);
    await page.getByText('DỮ LIỆU MẪU').first().waitFor();
    expect(scene.problems).toEqual([]);
    await context.close();
  });
});
