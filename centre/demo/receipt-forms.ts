/** One sample receipt as paper shows it, A4 or 80 mm; it knows no list and no server. */
import { dayOf, minuteOfDay } from '../../shared/contract/day.ts';
import type { SiteConfig } from '../../shared/contract/site-config.ts';
import { html, type Markup, trusted } from './markup.ts';
import type { SampleDossier } from './samples.ts';
import { code128Svg, qrSvg } from './symbols.ts';
import { vi } from './text/vi.ts';

const words = vi.receipt;
const lookUpPage = 'https://mau.example/'; // a name that no one can own; short, so that the QR stays coarse

/** The link in the QR: the code as printed and, where the site's symbols carry one, the look-up secret. */
export function qrLink(sample: SampleDossier, config: SiteConfig): string {
  const link = `${lookUpPage}?MaHoSo=${encodeURIComponent(sample.printed)}`;
  const { secretParameter } = config;
  return secretParameter === undefined ? link : `${link}&${secretParameter}=${sample.secret}`;
}

/** "17 giờ 00, ngày 11/12/2026". */
function moment(ms: number): string {
  const minutes = minuteOfDay(ms);
  const [year, month, day] = dayOf(ms).split('-');
  const minute = String(minutes % 60).padStart(2, '0');
  return words.moment(Math.floor(minutes / 60), minute, `${day}/${month}/${year}`);
}

function placeAndDate(ms: number): string {
  const [year = '', month = '', day = ''] = dayOf(ms).split('-');
  return words.placeAndDate(day, month, year);
}

/** The two symbols, big; also what a phone shows first. */
export function symbolsOf(sample: SampleDossier, config: SiteConfig): Markup {
  return html`<div class="symbols">
    <figure class="bar-figure">${trusted(code128Svg(sample.printed, `${words.code}: ${sample.printed}`))}
      <figcaption class="code">${sample.printed}</figcaption></figure>
    <figure class="qr-figure">${trusted(qrSvg(qrLink(sample, config), words.qrCaption))}
      <figcaption>${words.qrCaption}</figcaption></figure>
  </div>`;
}

const mark = html`<p class="mark"><strong class="mark-word">${words.mark}</strong> <span class="mark-note">${words.markNote}</span></p>`;

function headOf(sample: SampleDossier): Markup {
  return html`<header class="heads">
    <p class="agency"><span>${sample.row.publicDetail.unit.vi}</span><strong>${words.desk}</strong></p>
    <p class="motto"><strong>${words.country}</strong><strong class="ruled">${words.motto}</strong>
      <em>${placeAndDate(sample.row.received)}</em></p>
  </header>`;
}

function fieldsOf({ receipt, row, title }: SampleDossier): Markup {
  const channel = receipt.channel === 'desk' ? words.channelDesk : words.channelOnline;
  const fields: [string, string, ('wide' | '')?][] = [
    [words.unit, row.publicDetail.unit.vi, 'wide'],
    [words.submitter, receipt.name],
    [words.channel, channel],
    [words.address, receipt.address, 'wide'],
    [words.phone, receipt.phone],
    [words.email, receipt.email],
    [words.idNumber, receipt.idNumber],
    [words.owner, receipt.name],
    [words.subject, title.vi, 'wide'],
  ];
  return html`<dl class="fields">${fields.map(
    ([name, value, width]) => html`<div class="${width ?? ''}"><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function papersTable({ receipt }: SampleDossier): Markup {
  const head = [words.paper, words.originals, words.certified, words.copies];
  const rows = receipt.papers.map(
    (paper) => html`<tr><th scope="row">${paper.name}</th><td>${paper.originals}</td>
      <td>${paper.certified}</td><td>${paper.copies}</td></tr>`,
  );
  return html`<table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${rows}</tbody></table>`;
}

function pointsOf(sample: SampleDossier, config: SiteConfig): Markup {
  const { receipt, row } = sample;
  const { byPost, desk } = row.publicDetail;
  const place = byPost ? words.collectPost : `${desk?.vi ?? vi.desks.one}, ${config.site.name.vi}`;
  return html`<ol class="points">
    <li><h2>${words.papers}</h2>${papersTable(sample)}</li>
    <li><h2>${words.sets}</h2> ${words.setsOf(1)}</li>
    <li><h2>${words.statutory}</h2> ${words.statutoryOf(receipt.days)}</li>
    <li><h2>${words.received}</h2> ${moment(row.received)}</li>
    <li class="due"><h2>${words.due}</h2> <strong class="due-time">${row.due === null ? '' : moment(row.due)}</strong>
      <p class="small">${words.early} ${words.lookUp(lookUpPage.slice('https://'.length, -1), config.hotline.number)}</p></li>
    <li><h2>${words.collect}</h2> ${place}</li>
  </ol>`;
}

function signatures({ receipt }: SampleDossier): Markup {
  const one = (title: string, name: string) =>
    html`<p><strong>${title}</strong><em>${words.signHint}</em><span class="signer">${name}</span></p>`;
  return html`<footer class="signatures">${one(words.submitterSigns, receipt.name)}${one(
    words.officerSigns,
    words.officer,
  )}</footer>`;
}

/** The form on A4 ("sheet") or on a thermal roll ("slip"): the same words, other proportions. */
export function receiptForm(sample: SampleDossier, config: SiteConfig, paper: 'sheet' | 'slip'): Markup {
  return html`<article class="${paper}" lang="vi">${mark}${headOf(sample)}${symbolsOf(sample, config)}
    <h1>${words.title}</h1>
    <p class="code-line">${words.code}: <strong class="code">${sample.printed}</strong></p>
    ${fieldsOf(sample)}${pointsOf(sample, config)}${signatures(sample)}</article>`;
}
