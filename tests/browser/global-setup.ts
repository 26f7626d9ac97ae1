// Before any browser test: the browser is found and unpacked once, or the run stops here with one sentence.
import { findChromium } from './chromium.ts';

export async function setup(): Promise<void> {
  await findChromium();
}
