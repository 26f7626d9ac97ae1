// A tablet in a browser as a journey sees it: opened by its printed link, tapped with one finger, read by what is painted.
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { vi } from '../../tablet/text/vi.ts';
import type { Centre } from './centre.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

export type Level = 'Rất hài lòng' | 'Hài lòng' | 'Bình thường';
export const levels: readonly Level[] = ['Rất hài lòng', 'Hài lòng', 'Bình thường'];
const fingerMs = 70;

export class TabletPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the printed link and waits for the faces and for the centre's welcome. */
  static async enrol(context: BrowserContext, centre: Centre, scene: Scene, link = ''): Promise<TabletPage> {
    await scene.watch(context);
    const tablet = new TabletPage(context.pages()[0] ?? (await context.newPage()));
    await tablet.page.setViewportSize({ width: 1280, height: 800 });
    await tablet.page.goto(link === '' ? centre.link('tablet') : link);
    await tablet.asks();
    await until(
      'a welcome',
      () => scene.wire.said('/down/res').length,
      (n) => n > 0,
    );
    return tablet;
  }

  face(level: Level): Locator {
    return this.page.getByRole('button', { name: level, exact: true });
  }
  get thanks(): Locator {
    return this.page.getByRole('heading', { name: vi['thanks.title'] });
  }

  async asks(): Promise<void> {
    await this.face('Hài lòng').waitFor({ timeout: 20_000 });
  }

  /** One finger, down and up on one face. */
  async touch(level: Level): Promise<void> {
    await this.face(level).click({ delay: fingerMs });
  }

  /** A tap that was thanked, and the faces again. */
  async rate(level: Level): Promise<void> {
    await this.touch(level);
    await this.thanks.waitFor({ timeout: 10_000 });
    await this.asks();
  }
}
