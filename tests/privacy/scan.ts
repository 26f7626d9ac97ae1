// Looks for people where none may be: on a page and in all its stores, in the centre's folder, and in messages of the wire.
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { parseTopic } from '../../shared/contract/topics.ts';
import type { SeenMessage } from '../wire/document.ts';
import { type Allowed, type Finding, linesOf, scanText, scanValue } from './patterns.ts';
import { readStores } from './stores.ts';

export interface PageAllowed extends Allowed {
  /** A card is on the screen: the code of that dossier may stand on it, and nowhere else. */
  readonly isCardShown?: boolean;
}

/** The page as painted and as kept: DOM, address, history, and every store of its origin. */
export async function scanPage(page: Page, allowed: PageAllowed = {}): Promise<Finding[]> {
  const { hotlines = [], isCardShown = false } = allowed;
  const name = new URL(page.url()).pathname;
  const dom = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as Element; // the root's clone is an element
    for (const shape of copy.querySelectorAll('path')) shape.removeAttribute('d');
    const typed = [...document.querySelectorAll('input, textarea')].map((field) =>
      'value' in field ? String(field.value) : '',
    );
    return [document.title, copy.outerHTML, ...typed].join('\n');
  });
  const { assets, ...stores } = await page.evaluate(readStores);
  return [
    ...scanText(dom, `${name} screen`, { hotlines, codes: isCardShown }),
    ...Object.entries(stores).flatMap(([store, value]) => scanValue(value, `${name} ${store}`, { hotlines })),
    // What the build put there has example codes of its own; the planted person it has not.
    ...scanText(assets, `${name} cached assets`, { hotlines, codes: true }).filter(({ what }) =>
      what.startsWith('planted'),
    ),
  ];
}

/**
 * Where the centre may hold dossier codes: the source of its answers with what is delivered to it, and an open task until it is
 * closed.
 */
function mayHoldCodes(table: string, row: unknown): boolean {
  if (/^dossier/.test(table)) return true;
  return (
    table === 'task' &&
    typeof row === 'object' &&
    row !== null &&
    'closed_at' in row &&
    row.closed_at === null
  );
}

/** A ledger that is just being opened or closed is locked for a moment. */
const lockWaitMs = 10_000;
// The archived demo year is the same 125,061 rows in every ledger: scan.test.ts reads them once.
function rowsOf(ledger: DatabaseSync, table: string): Iterable<unknown> {
  const hasArchive = ledger.prepare(`select 1 from pragma_table_info(?) where name = 'archive'`).get(table);
  return ledger.prepare(`select * from "${table}"${hasArchive ? ' where archive is null' : ''}`).iterate();
}

function scanLedger(file: string, hotlines: readonly string[]): Finding[] {
  const ledger = new DatabaseSync(file, { readOnly: true, timeout: lockWaitMs });
  try {
    const tables = ledger.prepare("select name from sqlite_master where type = 'table'").all();
    return tables.flatMap(({ name }) => {
      const where = `${path.basename(file)} ${String(name)}`;
      const findings: Finding[] = [];
      for (const row of rowsOf(ledger, String(name)))
        findings.push(...scanValue(row, where, { hotlines, codes: mayHoldCodes(String(name), row) }));
      return findings;
    });
  } finally {
    ledger.close();
  }
}

/** Its first fifteen bytes: a ledger is large, and is not read twice. */
function startOf(file: string): string {
  const start = Buffer.alloc(15);
  const open = openSync(file, 'r');
  try {
    return start.toString('latin1', 0, readSync(open, start));
  } finally {
    closeSync(open);
  }
}

/** The centre goes on working: a file that it has put aside since it was listed holds nothing any more. */
function unlessGone(scan: () => Finding[]): Finding[] {
  try {
    return scan();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // errors of files carry a code
    throw error;
  }
}

/** A centre's data folder and its logs, read while it runs or after: ledger rows by table, every other file as text. */
export function scanFolder(folder: string, hotlines: readonly string[] = []): Finding[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.flatMap(({ name, parentPath }) => {
    const file = path.join(parentPath, name);
    if (/-(wal|shm|journal)$/.test(name)) return [];
    return unlessGone(() =>
      startOf(file) === 'SQLite format 3'
        ? scanLedger(file, hotlines)
        : scanLog(readFileSync(file, 'utf8'), name, hotlines),
    );
  });
}

/** Lines of a log, JSON or not. */
export function scanLog(text: string, where: string, hotlines: readonly string[] = []): Finding[] {
  const lines = text.split('\n').flatMap((line) => linesOf(line, 'line'));
  return scanText(lines.join('\n'), where, { hotlines });
}

/** Recorded messages: a question may hold its code and its secret, and a page of the sync the codes of its rows; nothing else may. */
export function scanMessages(messages: readonly SeenMessage[], hotlines: readonly string[] = []): Finding[] {
  return messages.flatMap(({ topic, payload, direction }) => {
    const text = new TextDecoder().decode(payload);
    const where = `${direction} ${topic}`;
    const parts = parseTopic(topic);
    const isRequest = parts?.kind === 'up' && parts.channel === 'req';
    if (!isRequest) {
      const isSync = parts?.kind === 'down' && parts.channel === 'res' && /"kind":"sync"/.test(text);
      return scanValue({ text, claims: claimsOf(text) }, where, { hotlines, codes: isSync });
    }
    const { code, secret, ...rest } = JSON.parse(text) as Record<string, unknown>; // requests are objects
    return [
      ...scanValue(rest, where, { hotlines }),
      ...scanValue({ code, secret }, where, { codes: true, secrets: true }),
    ];
  });
}

/** What a signed answer says, readable. */
function claimsOf(text: string): string {
  const jws = /"jws":"[\w-]*\.([\w-]+)\./.exec(text)?.[1];
  return jws === undefined ? '' : Buffer.from(jws, 'base64url').toString('utf8');
}
