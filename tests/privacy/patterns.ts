// Finds people in text: the planted person in any spelling, and anything shaped like a number or an address of a person.
import { canaries } from './canaries.ts';

export interface Finding {
  readonly where: string;
  readonly what: string;
  readonly found: string;
}

export interface Allowed {
  /** Telephone numbers that are meant to be public, in any spelling. */
  readonly hotlines?: readonly string[];
  /** Whether a dossier code may stand here. */
  readonly codes?: boolean;
  /** Whether a look-up secret may stand here: the question only. */
  readonly secrets?: boolean;
}

/** Letters and digits only, without diacritics: one spelling of all spellings. */
function compact(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
const planted = Object.entries(canaries).map(([what, text]) => [what, compact(text)] as const);

function decoded(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

// On word boundaries: a run of digits inside a longer word or behind a decimal point is no number of a person.
const shapes: readonly (readonly [string, RegExp])[] = [
  ['12-digit identity number', /(?<![\w-]|\d\.)\d{12}(?![\w-]|\.\d)/g],
  ['9-digit identity number', /(?<![\w-]|\d\.)\d{9}(?![\w-]|\.\d)/g],
  ['telephone number', /(?<![\w.-])(?:\+?84|0)[ .-]?[235789]\d?(?:[ .-]?\d{1,4}){2,4}(?![\w-])/g],
  ['e-mail address', /[\w.+-]+@[\w-]+\.[a-z]{2,}/gi],
];
const codeShapes = [
  /\b\d{3}\.\d{2}\.\d{2}\.[a-z]\d{2}[-.]\d{6}[-.]\d{4,5}\b/gi,
  /\b[a-z]\d{2}(?:\.\d{2,3}){0,4}-\d{6}-\d{4,7}\b/gi,
];

function digitsOf(text: string): string {
  return text.replace(/\D/g, '').replace(/^84/, '0');
}

/** Every trace of a person in a text. */
export function scanText(text: string, where: string, allowed: Allowed = {}): Finding[] {
  const readable = decoded(text);
  const findings: Finding[] = [];
  const squeezed = compact(readable);
  for (const [what, needle] of planted) {
    if (what === 'secret' && allowed.secrets === true) continue;
    if (squeezed.includes(needle)) findings.push({ where, what: `planted ${what}`, found: needle });
  }
  const hotlines = new Set((allowed.hotlines ?? []).map(digitsOf));
  let rest = readable;
  for (const shape of codeShapes) {
    rest = rest.replace(shape, (found) => {
      if (allowed.codes !== true) findings.push({ where, what: 'dossier code', found });
      return ' ';
    });
  }
  for (const [what, shape] of shapes) {
    for (const [found] of rest.matchAll(shape)) {
      const digits = digitsOf(found);
      if (what === 'telephone number' && (digits.length < 10 || digits.length > 11)) continue;
      if (!hotlines.has(digits)) findings.push({ where, what, found });
    }
  }
  return findings;
}

// Fields of ours that hold bytes, milliseconds or counters: their numbers may have nine or twelve digits.
const measured =
  /(bytes|ms|_at|_max|^at|^t[012]|seq|sess|ord|asof|since|received|due|time|from|to|hwm|wallms|monoms|hour)$/i;

/** A value as lines of `path = value`, without the numbers that only measure; bytes are read as text. */
export function linesOf(value: unknown, path = ''): string[] {
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (value instanceof Uint8Array) return linesOf(new TextDecoder().decode(value), path);
  if (typeof value === 'number' || typeof value === 'bigint')
    return measured.test(key) ? [] : [`${path} = ${value}`];
  if (typeof value === 'string') {
    if (measured.test(key) && /^-?\d+$/.test(value)) return [];
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    return inner === undefined ? [`${path} = ${value}`] : linesOf(inner, path);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(/[^\w]|\d{9}/.test(name) ? [`${path} has ${name}`] : []),
    ...linesOf(inner, `${path}.${name}`),
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every trace of a person in a value of any shape. */
export function scanValue(value: unknown, where: string, allowed: Allowed = {}): Finding[] {
  return scanText(linesOf(value).join('\n'), where, allowed);
}
