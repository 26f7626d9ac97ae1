// A tablet in a browser as a journey sees it: opened by its printed link, tapped with one finger, read by what is painted.
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Locator, Page } from 'playwright-core';
import { vi } from '../../tablet/text/vi.ts';
import type { Centre } from './centre.ts';
import type { Scene } from './scene.ts';
import { until } from './until.ts';

export type Level = 'Rất hài lòng' | 'Hài lòng' | 'Bình thường';
export const levels: readonly Level[] = ['Rất hài lòng', 'Hài lòng', 'Bình thường'];
// A finger rests on the glass for so long; less than 40 ms is a splash.
const fingerMs = 70;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export class TabletPage {
  readonly page: Page;
  #session: CDPSession | undefined;

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

  /** Where the middle of a face lies. */
  async middleOf(level: Level): Promise<Point> {
    const box = await this.face(level).boundingBox();
    if (box === null) throw new Error(`no face ${level} on the screen`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Fingers on the glass: each step says where all of them are; then they are lifted. */
  async fingers(...steps: readonly (readonly Point[])[]): Promise<void> {
    this.#session ??= await this.page.context().newCDPSession(this.page);
    const say = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
      this.#session?.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(({ x, y }, id) => ({ x, y, id })),
      });
    for (const [i, points] of steps.entries()) await say(i === 0 ? 'touchStart' : 'touchMove', points);
    await wait(fingerMs);
    await say('touchEnd', []);
  }

  /** One finger, down and up on one face. */
  async touch(level: Level): Promise<void> {
    await this.fingers([await this.middleOf(level)]);
  }

  /** A tap that the tablet takes: right after the last one a touch is taken for its echo, so it is tried until it is. */
  async tap(level: Level): Promise<void> {
    const at = await this.middleOf(level);
    const isTaken = async () => {
      await this.fingers([at]);
      return (await this.page.locator('.tablet').getAttribute('data-state')) !== 'asking';
    };
    await until(`a tap on ${level}`, isTaken, Boolean);
  }

  /** A tap that was thanked. Thanks stands for a second only, so it is watched for before the tap. */
  async tapThanked(level: Level): Promise<void> {
    const thanked = this.thanks.waitFor({ timeout: 30_000 });
    await Promise.all([thanked, this.tap(level)]);
  }

  /** The same, and the faces again. */
  async rate(level: Level): Promise<void> {
    await this.tapThanked(level);
    await this.asks();
  }
}
