/** The pages under /samples/: a list of sample receipts, each one on its own, and all of them for the printer; it opens no port. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SiteConfig } from '../../shared/contract/site-config.ts';
import { html, type Markup, trusted } from './markup.ts';
import { receiptForm } from './receipt-forms.ts';
import { type SampleDossier, sampleDossiers } from './samples.ts';
import { iconOf } from './status-icons.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

/** `now`: ms; the codes are those of its day. */
export interface SamplesOptions {
  readonly now: number;
  readonly config: SiteConfig;
}

export interface SamplesFile {
  readonly type: string;
  readonly body: string | Uint8Array;
  /** Whether the bytes stay the same for ever under this name. */
  readonly isFixed: boolean;
}

const page = vi.page;
const groups = ['act', 'moving', 'done', 'other'] as const;
const fontNames = ['vietnamese', 'latin'].flatMap((subset) =>
  ['400', '700'].map((weight) => `be-vietnam-pro-${subset}-${weight}-normal.woff2`),
);

/** The page's style sheet, served as /samples/samples.css. */
export const samplesCss: string = readFileSync(new URL('./samples.css', import.meta.url), 'utf8');

/**
 * What stands at a path below /samples/ ('' or 'index.html': the list); undefined when nothing does. All of it is static, without
 * script, and passes `default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:`.
 */
export function samplesFile(path: string, options: SamplesOptions): SamplesFile | undefined {
  if (path === 'samples.css') return { type: 'text/css; charset=utf-8', body: samplesCss, isFixed: false };
  if (fontNames.includes(path)) return { type: 'font/woff2', body: fontBytes(path), isFixed: true };
  const body = pageAt(path, options);
  return body === undefined ? undefined : { type: 'text/html; charset=utf-8', body, isFixed: false };
}

function pageAt(path: string, options: SamplesOptions): string | undefined {
  if (path === '' || path === 'index.html') return samplesPage(options);
  if (path === 'a4') return printPage('sheet', options);
  if (path === '80mm') return printPage('slip', options);
  const [, name, slip] = /^([a-z-]{1,30})(\/80mm)?$/.exec(path) ?? [];
  return name === undefined ? undefined : receiptPage(name, slip === undefined ? 'sheet' : 'slip', options);
}

function fontBytes(name: string): Uint8Array {
  const home = createRequire(import.meta.url).resolve('@fontsource/be-vietnam-pro/package.json');
  return readFileSync(home.replace('package.json', `files/${name}`));
}

/** The list of all samples, by what the citizen will read. */
export function samplesPage({ now, config }: SamplesOptions): string {
  const samples = sampleDossiers(now);
  const section = (group: (typeof groups)[number]) => html`<section>
    <h2>${page.groups[group]} <span class="group-en" lang="en">${en.page.groups[group]}</span></h2>
    <ul class="cards">${samples.filter((each) => each.group === group).map(card)}</ul></section>`;
  const content = html`<header class="top">
      <p class="badge">${vi.receipt.mark}</p><p class="site">${config.centre.name.vi}</p>
      <h1>${page.title}</h1>
      <p class="lead">${page.lead}</p><p class="lead" lang="en">${en.page.lead}</p>
      <ol class="steps">${page.steps.map((step) => html`<li>${step}</li>`)}</ol>
      <nav><a class="button main" href="/kiosk/">${page.kiosk}</a>
        <a class="button" href="/samples/a4">${page.allA4}</a>
        <a class="button" href="/samples/80mm">${page.allSlips}</a></nav>
    </header>
    <main>${groups.map(section)}</main>`;
  return documentOf(page.title, 'list', content);
}

function card({ name, label, printed, row }: SampleDossier): Markup {
  return html`<li class="card"><a href="/samples/${name}">
    ${trusted(iconOf(row.status, row.timing))}
    <span class="label">${label.vi} <span class="label-en" lang="en">${label.en}</span></span>
    <span class="code">${printed}</span></a></li>`;
}

/** One receipt, for a phone, a desk or a printer; undefined for a name that no sample has. */
export function receiptPage(
  name: string,
  paper: 'sheet' | 'slip',
  { now, config }: SamplesOptions,
): string | undefined {
  const sample = sampleDossiers(now).find((each) => each.name === name);
  if (sample === undefined) return undefined;
  const other =
    paper === 'sheet'
      ? html`<a class="bar-link" href="/samples/${name}/80mm">${page.slip}</a>`
      : html`<a class="bar-link" href="/samples/${name}">${page.sheet}</a>`;
  const content = html`<nav class="bar" aria-label="${page.title}"><a class="bar-link" href="/samples/">← ${page.back}</a>${other}</nav>
    <aside class="about">${trusted(iconOf(sample.row.status, sample.row.timing))}
      <div><p class="label">${sample.label.vi} <span class="label-en" lang="en">${sample.label.en}</span></p>
      <p class="about-hint">${page.barHint} ${page.qrHint} <span class="print-hint">${page.printHint}</span></p></div></aside>
    <main>${receiptForm(sample, config, paper)}</main>`;
  return documentOf(`${sample.label.vi} · ${page.title}`, `one on-${paper}`, content);
}

function printPage(paper: 'sheet' | 'slip', { now, config }: SamplesOptions): string {
  const title = paper === 'sheet' ? page.allA4 : page.allSlips;
  const content = html`<nav class="bar"><a class="bar-link" href="/samples/">← ${page.back}</a><span>${page.printHint}</span></nav>
    <main>${sampleDossiers(now).map((sample) => receiptForm(sample, config, paper))}</main>`;
  return documentOf(title, `many on-${paper}`, content);
}

function documentOf(title: string, kind: string, content: Markup): string {
  return html`${trusted('<!doctype html>')}
<html lang="vi" class="${kind}"><head><meta charset="utf-8"><title>${title} · ${vi.receipt.mark}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/samples/samples.css"></head>
<body>${content}</body></html>
`.markup;
}
