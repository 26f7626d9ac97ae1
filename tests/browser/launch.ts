// Starts the browser for a test: a fresh one, or one on a profile folder that outlives it.
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

export interface LaunchOptions {
  /** A .y4m or .mjpeg file that plays as the camera, for ever; without it there is no camera. */
  readonly clip?: string;
  /** More switches, for the one test that needs them. */
  readonly args?: readonly string[];
}

/** The caller closes it. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch(await settings(options));
}

/** Same folder, same storage: close the context and launch again to restart the device. */
export async function launchProfile(
  folder: string,
  options: LaunchOptions & BrowserContextOptions = {},
): Promise<BrowserContext> {
  const { clip, args, ...context } = options;
  const launch = await settings({ ...(clip && { clip }), ...(args && { args }) });
  return chromium.launchPersistentContext(folder, { ...context, ...launch });
}

async function settings({ clip, args = [] }: LaunchOptions) {
  const found = await findChromium();
  return {
    executablePath: found.executablePath,
    headless: true,
    args: [...found.args, ...(clip === undefined ? [] : cameraFlags(clip)), ...args],
    env: { ...definedOnly(process.env), ...found.env },
  };
}

function cameraFlags(clip: string): string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${clip}`,
  ];
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
