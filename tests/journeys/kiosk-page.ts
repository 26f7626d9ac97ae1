// A kiosk in a browser as a journey sees it: opened by its printed link, fed by scanner, fingers or film, read by what is painted.
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { vi } from '../../kiosk/text/vi.ts';
import type { Centre } from './centre.ts';
import { KeyboardScanner } from './keyboard-scanner.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

/** The start of a sentence of the kiosk, up to its first hole. */
function startOf(key: keyof typeof vi): RegExp {
  const [text = ''] = vi[key].split('{');
  return new RegExp(text.trim().replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
}

export class KioskPage {
  readonly page: Page;
  #scanner: KeyboardScanner | undefined;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the printed link in a new page and waits for the rest screen and an answering centre. */
  static async enrol(context: BrowserContext, centre: Centre, scene: Scene, link = ''): Promise<KioskPage> {
    await scene.watch(context);
    const kiosk = new KioskPage(context.pages()[0] ?? (await context.newPage()));
    await kiosk.page.setViewportSize({ width: 1080, height: 1920 });
    // The rest screen drifts against burn-in; nothing drifts under a finger that has to be exact.
    await kiosk.page.emulateMedia({ reducedMotion: 'reduce' });
    await kiosk.page.goto(link === '' ? centre.link('kiosk') : link);
    await kiosk.rest();
    await kiosk.online();
    return kiosk;
  }

  heading(key: keyof typeof vi): Locator {
    return this.page.getByRole('heading', { name: startOf(key) });
  }
  button(key: keyof typeof vi): Locator {
    return this.page.getByRole('button', { name: startOf(key) }).first();
  }
  get card(): Locator {
    return this.page.locator('main.answer');
  }

  async rest(): Promise<void> {
    await this.heading('attract.title').waitFor({ timeout: 20_000 });
  }
  async online(): Promise<void> {
    await this.page.getByText('Đã kết nối trung tâm').first().waitFor({ timeout: 20_000 });
  }

  /** The card of this code, painted; resolves with all that stands on it. */
  async cardOf(code: string): Promise<string> {
    // Waited for and read in one: the next receipt may replace it at any moment.
    return this.card.filter({ hasText: code }).innerText({ timeout: 20_000 });
  }

  async done(): Promise<void> {
    await this.button('card.done').click();
    await this.rest();
  }

  /** A USB scanner: see there. */
  async wedge(text: string): Promise<void> {
    this.#scanner ??= await KeyboardScanner.plug(this.page);
    await this.#scanner.scan(text);
  }

  /** Fingers on the pad: unit, month, day, last digits, and yes. */
  async typeByHand(
    unit: string,
    date: { year: string; month: string; day: string },
    number: string,
  ): Promise<void> {
    const { page } = this;
    await this.button('attract.type').click();
    const key = page.getByRole('button', { name: unit });
    const next = page.getByRole('button', { name: vi['pad.next'] });
    await this.heading('pad.unitTitle').waitFor();
    while (!(await key.isVisible())) {
      const before = await page.locator('main').innerText();
      await next.click();
      await until(
        'the next page of units',
        () => page.locator('main').innerText(),
        (text) => text !== before,
      );
    }
    await key.click();
    await page.getByRole('button', { name: `Tháng ${date.month}/${date.year}` }).click();
    await page.getByRole('button', { name: String(Number(date.day)), exact: true }).click();
    const typed = page.locator('.pad-typed');
    for (let n = 1; n <= number.length; n += 1) {
      // A second identical press within half a second is taken for a trembling finger: press until it is written.
      await until('the digit', () => this.#press(number.charAt(n - 1), typed, number.slice(0, n)), Boolean);
    }
    await this.button('pad.continue').click();
    await this.button('pad.yes').click();
  }

  /** Once, and then it is given time to be painted: a slow page must not be pressed twice. */
  async #press(digit: string, typed: Locator, wanted: string): Promise<boolean> {
    if ((await typed.innerText()) === wanted) return true;
    await this.page.getByRole('button', { name: digit, exact: true }).click();
    const written = typed.filter({ hasText: new RegExp(`^${wanted}$`) });
    return written.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => false,
    );
  }
}
