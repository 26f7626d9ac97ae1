// The browser that the journeys rely on: it paints, it remembers a profile, and its camera plays a clip.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, launchProfile } from './launch.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'motcua-browser-'));
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end('<!doctype html><title>Một cửa</title><p>Kính mời ông/bà</p>');
});
let address = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

test('a fresh browser paints a page in Vietnamese', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(address);
    expect(await page.innerText('p')).toBe('Kính mời ông/bà');
    expect(await page.evaluate(() => 'serviceWorker' in navigator && 'trustedTypes' in window)).toBe(true);
  } finally {
    await browser.close();
  }
});

test('a profile remembers what was stored after the browser was closed', async () => {
  const profile = path.join(folder, 'profile');
  const first = await launchProfile(profile);
  const page = await first.newPage();
  await page.goto(address);
  await page.evaluate(() => localStorage.setItem('seen', 'yes'));
  await first.close();

  const second = await launchProfile(profile);
  try {
    const again = await second.newPage();
    await again.goto(address);
    expect(await again.evaluate(() => localStorage.getItem('seen'))).toBe('yes');
  } finally {
    await second.close();
  }
});

test('the camera plays the clip it was given', async () => {
  const clip = path.join(folder, 'grey.y4m');
  writeFileSync(clip, greyClip(320, 240));
  const browser = await launchBrowser({ clip });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    const size = await page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true });
      const { width, height } = stream.getVideoTracks()[0]?.getSettings() ?? {};
      return { width, height };
    });
    expect(size).toEqual({ width: 320, height: 240 });
  } finally {
    await browser.close();
  }
});

function greyClip(width: number, height: number): Buffer {
  const frame = [Buffer.from('FRAME\n'), Buffer.alloc((width * height * 3) / 2, 128)];
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 C420jpeg\n`), ...frame, ...frame]);
}
