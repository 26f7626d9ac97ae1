/** The text of a site or source file -> its configuration, or everything that is wrong with it and where; it opens no file and prints nothing. */
import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { type FaultPath, readWhole, type Shaped } from '../shared/contract/faults.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import { type SiteConfig, siteConfig } from '../shared/contract/site-config.ts';
import { type SourceConfig, sourceConfig } from '../shared/contract/source-config.ts';
import { nearestName } from './nearest-name.ts';
import { type Remark, remarksOn, warningsOn } from './sense.ts';

export type FaultKind =
  | 'syntax'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-value'
  | 'same-site'
  | Remark['kind'];

/** `line` and `column` count from 1. `found` and `expected` are short phrases or notations, not sentences; `hint` is a key that may be meant. */
export interface ConfigFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: RefusalCode;
  readonly kind: FaultKind;
  readonly path: FaultPath;
  readonly found: string;
  readonly expected: string;
  readonly hint?: string;
}

export type Checked<T = SiteConfig> =
  | { readonly ok: true; readonly config: T; readonly warnings: readonly ConfigFault[] }
  | {
      readonly ok: false;
      readonly faults: readonly ConfigFault[];
      readonly warnings: readonly ConfigFault[];
    };

/** What a file of one kind has to fit, and what no schema says about it. */
interface Kind<T> {
  readonly read: (value: unknown) => Shaped<T>;
  readonly remarksOn: (value: unknown) => readonly Remark[];
  readonly warningsOn: (value: unknown) => readonly Remark[];
}
const siteKind: Kind<SiteConfig> = { read: (value) => readWhole(siteConfig, value), remarksOn, warningsOn };
const sourceKind: Kind<SourceConfig> = {
  read: (value) => readWhole(sourceConfig, value),
  remarksOn: () => [],
  warningsOn: () => [],
};

interface Sheet {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/** Checks one site file. `file` is only repeated in the faults. Faults stand in the order of the file; codes E_CONFIG, E_DATES, E_TOO_BIG. */
export function checkSiteConfig(text: string, file: string): Checked {
  return checkKind(siteKind, text, file);
}

/** Checks one file of a source of dossiers, in the same way. */
export function checkSourceConfig(text: string, file: string): Checked<SourceConfig> {
  return checkKind(sourceKind, text, file);
}

function checkKind<T>(kind: Kind<T>, text: string, file: string): Checked<T> {
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > centreLimits.siteFileBytesMax) {
    const expected = `at most ${centreLimits.siteFileBytesMax} bytes`;
    const fault = {
      file,
      line: 1,
      column: 1,
      path: [],
      kind: 'too-big',
      found: String(bytes),
      expected,
    } as const;
    return { ok: false, faults: [{ ...fault, code: 'E_TOO_BIG' }], warnings: [] };
  }
  try {
    const lines = new LineCounter();
    const sheet = { file, lines, document: parseDocument(text, { lineCounter: lines, prettyErrors: false }) };
    const syntax = syntaxFaults(sheet);
    const isReadable = syntax.every((fault) => fault.found === 'DUPLICATE_KEY');
    return isReadable ? judge(kind, sheet, syntax) : { ok: false, faults: inOrder(syntax), warnings: [] };
  } catch (error) {
    // yaml throws ReferenceError for too many aliases; brackets without end exhaust the stack.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    const fault = {
      file,
      line: 1,
      column: 1,
      path: [],
      kind: 'syntax',
      found: 'TOO_DEEP',
      expected: '',
    } as const;
    return { ok: false, faults: [{ ...fault, code: 'E_CONFIG' }], warnings: [] };
  }
}

function judge<T>(kind: Kind<T>, sheet: Sheet, syntax: readonly ConfigFault[]): Checked<T> {
  const value: unknown = composed(sheet.document.toJS({ maxAliasCount: centreLimits.siteFileAliasesMax }));
  const shaped = kind.read(value);
  const faults = [...syntax];
  if (!shaped.ok) {
    for (const { known, ...fault } of shaped.faults) {
      const hint = known === undefined ? undefined : nearestName(fault.found, known);
      faults.push(place(sheet, { ...fault, code: 'E_CONFIG', ...(hint !== undefined && { hint }) }));
    }
  }
  const said = new Set(faults.map((fault) => fault.path.join('\0')));
  for (const remark of kind.remarksOn(value)) {
    if (!said.has(remark.path.join('\0'))) faults.push(place(sheet, remark));
  }
  const warnings = kind.warningsOn(value).map((remark) => place(sheet, remark));
  if (shaped.ok && faults.length === 0) return { ok: true, config: shaped.value, warnings };
  return { ok: false, faults: inOrder(faults), warnings };
}

function syntaxFaults(sheet: Sheet): ConfigFault[] {
  const { document, lines, file } = sheet;
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const base = { code: 'E_CONFIG', kind: 'syntax', path: [], expected: '' } as const;
  const faults: ConfigFault[] = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    ...base,
    found: error.code,
    expected: error.message.split('\n')[0] ?? '',
  }));
  let aliases = 0;
  visit(document, {
    Alias(_key, alias) {
      aliases += 1;
      if (alias.resolve(document) !== undefined && aliases <= centreLimits.siteFileAliasesMax) return;
      faults.push({
        ...at(alias.range?.[0] ?? 0),
        ...base,
        found: 'BAD_ALIAS',
        expected: `*${alias.source}`,
      });
    },
  });
  return faults;
}

/** Strings and keys in NFC, so that one word has one spelling on every device. */
function composed(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(composed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key.normalize('NFC'), composed(each)]),
  );
}

type Unplaced = Omit<ConfigFault, 'file' | 'line' | 'column'>;

/** A missing key is shown at the part that lacks it, an unknown key at the key, everything else at the value. */
function place(sheet: Sheet, fault: Unplaced): ConfigFault {
  const isMissing = fault.kind === 'missing-key';
  const path = isMissing ? fault.path.slice(0, -1) : fault.path;
  const offset = offsetOf(sheet.document, path, isMissing || fault.kind === 'unknown-key');
  const { line, col } = sheet.lines.linePos(offset);
  return { file: sheet.file, line: Math.max(line, 1), column: Math.max(col, 1), ...fault };
}

/** Where the value at `path` begins (or its key); the nearest part that exists when it does not. */
function offsetOf(document: Document.Parsed, path: FaultPath, wantsKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  path.forEach((step, i) => {
    const isLast = i === path.length - 1;
    const inner = stepInto(document, node, step);
    if (inner === undefined) return;
    offset =
      (isLast && wantsKey ? inner.keyAt : startOf(inner.node)) ??
      inner.keyAt ??
      startOf(inner.node) ??
      offset;
    node = inner.node;
  });
  return offset;
}

function stepInto(
  document: Document.Parsed,
  node: unknown,
  step: string | number,
): { readonly node: unknown; readonly keyAt: number | undefined } | undefined {
  const real = resolved(document, node);
  if (isSeq(real) && typeof step === 'number') {
    const item = real.items[step];
    return item === undefined ? undefined : { node: item, keyAt: undefined };
  }
  if (!isMap(real)) return undefined;
  const pair = real.items.find(
    (each) => isPair(each) && isScalar(each.key) && String(each.key.value) === step,
  );
  return pair === undefined ? undefined : { node: pair.value, keyAt: startOf(pair.key) };
}

function resolved(document: Document.Parsed, node: unknown): unknown {
  const alias = node as { resolve?: (document: Document) => Node | undefined } | null; // only an Alias has it
  return typeof alias?.resolve === 'function' ? alias.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]; // anything that yaml parsed is a Node, or nothing
}

/** In the order of the file, each once: an alias repeats its fault, and a misspelt key is not also a missing one. */
function inOrder(faults: readonly ConfigFault[]): ConfigFault[] {
  const said = new Set<string>();
  const meant = new Set(
    faults.flatMap(({ path, hint }) => (hint ? [[...path.slice(0, -1), hint].join('\0')] : [])),
  );
  return faults
    .filter((fault) => {
      if (fault.kind === 'missing-key' && meant.has(fault.path.join('\0'))) return false;
      const mark = [
        fault.line,
        fault.column,
        fault.kind,
        fault.kind === 'missing-key' ? fault.expected : '',
        fault.found,
      ].join('\0');
      return !said.has(mark) && said.add(mark);
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
