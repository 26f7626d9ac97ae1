/** The gallery of kiosk screens in a browser: shows one screen at rest, reads what stands on it, and takes its picture. */
import type { Page } from 'playwright-core';
import { en as procedureEn } from '../../kiosk/procedures/text/en.ts';
import { vi as procedureVi } from '../../kiosk/procedures/text/vi.ts';
import { en as kioskEn } from '../../kiosk/text/en.ts';
import { vi as kioskVi } from '../../kiosk/text/vi.ts';
import { en as screenEn } from '../../shared/screen/text/en.ts';
import { vi as screenVi } from '../../shared/screen/text/vi.ts';
import { type Language, type Panel, type Picture, panels } from './pictures.ts';

const tables: Record<Language, Readonly<Record<string, string>>> = {
  vi: { ...screenVi, ...kioskVi, ...procedureVi },
  en: { ...screenEn, ...kioskEn, ...procedureEn },
};

/** Matches a sentence of the text files with anything at all in its holes. */
export function sentence(key: Picture['says'], language: Language): RegExp {
  const text = tables[language][key];
  if (text === undefined) throw new Error(`no text is called ${key}`);
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^{}]+')}$`);
}

export class GalleryPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The screen, painted, and whatever must be pressed to come there. */
  async show(picture: Picture, panel: Panel, language: Language): Promise<void> {
    const page = this.#page;
    const { width, height, measures } = panels[panel];
    await page.setViewportSize({ width, height });
    await page.mouse.move(0, 0);
    const [name = '', variant = ''] = picture.screen.split('/');
    const site = picture.isMade === true ? '' : 'demo';
    await this.#at('#asking');
    await this.#at(`#${[name, variant, language, picture.size ?? 'normal', measures, site].join('/')}`);
    for (const target of picture.press ?? []) {
      await page.locator(target).first().click();
      await this.#settled();
    }
    await this.#settled();
  }

  async #at(hash: string): Promise<void> {
    await this.#page.evaluate((next) => {
      location.hash = next;
    }, hash);
    await this.#page.waitForFunction((next) => document.documentElement.dataset.shown === next, hash);
  }

  /** Faces are there, and observers of sizes have spoken. */
  #settled(): Promise<void> {
    return this.#page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }

  headlines(): Promise<string[]> {
    return this.#page.locator('h1').allInnerTexts();
  }

  /** Everything that stands in an element of its own. */
  words(): Promise<string[]> {
    return this.#page.locator('main :not(:has(*))').allInnerTexts();
  }

  /** The lines of the answer: label and value. */
  lines(): Promise<string[][]> {
    return this.#page
      .locator('.answer-lines')
      .first()
      .locator('.answer-line')
      .evaluateAll((lines) => lines.map((line) => [...line.children].map((part) => part.textContent ?? '')));
  }

  /** Words that stand outside the panel, out of their key or are cut by what holds them; what a button rolls into view may wait below. */
  cut(): Promise<string[]> {
    return this.#page.evaluate(() => {
      const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      /** Only heard, by whatever rule: nothing of its box is seen. */
      const isUnseen = (element: Element | null): boolean => {
        if (element === null) return false;
        const { clipPath, width, height } = getComputedStyle(element);
        return clipPath !== 'none' || width === '1px' || height === '1px' || isUnseen(element.parentElement);
      };
      for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
        const holder = node.parentElement;
        if (holder === null || (node.textContent ?? '').trim() === '') continue;
        if (holder.closest('.only-heard, script, style') !== null || isUnseen(holder)) continue;
        const roll = holder.closest('.roll-view')?.getBoundingClientRect();
        const key = holder.closest('button')?.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(node);
        const isOut = [...range.getClientRects()].some(({ left, top, right, bottom, width }) => {
          const isWide = left < (roll?.left ?? 0) - 1 || right > (roll?.right ?? innerWidth) + 1;
          const isTall = roll === undefined && (top < -1 || bottom > innerHeight + 1);
          const isOff = key !== undefined && (left < key.left - 1 || right > key.right + 1);
          return width > 0 && (isWide || isTall || isOff);
        });
        const isCut =
          getComputedStyle(holder).overflow !== 'visible' && holder.scrollWidth > holder.clientWidth + 1;
        if (isOut || isCut) found.push(node.textContent ?? '');
      }
      return found;
    });
  }

  picture(): Promise<Buffer> {
    return this.#page.screenshot({ animations: 'disabled', caret: 'hide' });
  }
}
