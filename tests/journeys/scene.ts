// A stage for browser journeys: watches every page for errors, foreign requests and what it says, and judges all of it at the end.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { parse } from 'yaml';
import type { Finding } from '../privacy/patterns.ts';
import { scanFolder, scanLog, scanMessages, scanPage } from '../privacy/scan.ts';
import { assertWireValid, WireRecord } from '../wire/recorder.ts';
import type { Centre } from './centre.ts';

const demoSite = path.resolve(import.meta.dirname, '../../device-config/demo.yaml');
const { hotline } = parse(readFileSync(demoSite, 'utf8')) as { hotline: { number: string } }; // checked by its own tests
export const hotlines = [hotline.number];

// A page cannot keep the browser from writing these when the centre is down.
const withoutCentre =
  /WebSocket connection to '[^']*' failed|net::ERR_CONNECTION_REFUSED|net::ERR_CONNECTION_(?:RESET|CLOSED|ABORTED)|net::ERR_EMPTY_RESPONSE|net::ERR_SOCKET_NOT_CONNECTED/;

export class Scene {
  readonly wire = new WireRecord();
  readonly problems: string[] = [];
  readonly #centre: Centre;
  readonly #url: () => string;

  /** `url`: the address the pages see, where it is not the centre's own. */
  constructor(centre: Centre, url: () => string = () => centre.url) {
    this.#centre = centre;
    this.#url = url;
  }

  /** Watches all pages of a context, now and later. Call it before anything is loaded. */
  async watch(context: BrowserContext): Promise<void> {
    this.wire.followAll(context);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy ${event.violatedDirective} blocked ${event.blockedURI} at ${event.sourceFile}`);
      });
    });
    for (const page of context.pages()) this.#watchPage(page);
    context.on('page', (page) => this.#watchPage(page));
    context.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      const isOurs = ['data:', 'blob:', 'about:'].includes(protocol) || host === new URL(this.#url()).host;
      if (!isOurs) this.problems.push(`asked a third party: ${request.url()}`);
    });
  }

  #watchPage(page: Page): void {
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      const text = `${message.text()} ${message.location().url}`;
      if (message.type() === 'error' && !withoutCentre.test(text)) this.problems.push(`console: ${text}`);
    });
  }

  /** What of a person can be seen or found now: on these pages, in the centre's folder and output, on the wire. */
  async people(pages: readonly Page[], isCardShown = false): Promise<Finding[]> {
    const onPages = await Promise.all(pages.map((page) => scanPage(page, { hotlines, isCardShown })));
    return [
      ...onPages.flat(),
      ...scanFolder(this.#centre.folder, hotlines),
      ...scanLog(this.#centre.output, 'output', hotlines),
      ...scanMessages(this.wire.messages, hotlines),
    ];
  }

  /** Throws unless everything watched was in order: no error, no foreign request, every message as documented, no person anywhere. */
  async judge(pages: readonly Page[], isCardShown = false): Promise<void> {
    if (this.problems.length > 0) throw new Error(this.problems.join('\n'));
    assertWireValid(this.wire.messages);
    const foreign = this.wire.socketHosts().filter((host) => host !== new URL(this.#url()).host);
    if (foreign.length > 0) throw new Error(`sockets to ${foreign.join(', ')}`);
    const found = await this.people(pages, isCardShown);
    if (found.length > 0)
      throw new Error(found.map(({ where, what, found: text }) => `${where}: ${what} ${text}`).join('\n'));
  }
}
