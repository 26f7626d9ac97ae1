/** Text from camera, wedge or fingers -> dossier code (Circular 01/2018/TT-VPCP, Art. 19); it asks nobody and keeps nothing. */
import { type CodeFormat, type CodePart, walkFormat } from './code-format.ts';
import { addDays, type Day, dayOf, readDay } from './day.ts';
import { limits } from './limits.ts';
import { accept, type Result, refuse } from './refusal.ts';

const digits = (min: number, max = min): CodePart & { kind: 'digits' } => ({ kind: 'digits', min, max });
const dot = { kind: 'separator', any: '.' } as const;
const dash = { kind: 'separator', any: '-' } as const;
const dashOrDot = { kind: 'separator', any: '-.' } as const;
const letter = { kind: 'letters', count: 1 } as const;

/** The forms in use since 2018, as declared parts. */
export const defaultFormats: readonly CodeFormat[] = [
  {
    id: 'old',
    parts: [
      digits(3),
      dot,
      digits(2),
      dot,
      digits(2),
      dot,
      letter,
      digits(2),
      dashOrDot,
      { kind: 'date' },
      dashOrDot,
      digits(4, 5),
    ],
  },
  {
    id: 'new',
    parts: [
      letter,
      digits(2),
      { kind: 'repeat', parts: [dot, digits(2, 3)], min: 0, max: 4 },
      dash,
      { kind: 'date' },
      dash,
      digits(4, 7),
    ],
  },
];

/** A dossier code: `key` is canonical and compared; `raw` is as read (trimmed); `secret` came in the symbol and is never logged or shown. */
export interface DossierCode {
  readonly format: string;
  readonly raw: string;
  readonly key: string;
  readonly secret?: string;
}

export interface CodeContext {
  readonly formats: readonly CodeFormat[];
  /** Corrected now (ms), or null while the clock is not in sync: then only the existence of the date is checked. */
  readonly now: number | null;
  /** Name of the URL parameter that holds the look-up secret, where the centre's symbols have one. */
  readonly secretParameter?: string | undefined;
}

/** Trim, NFKC, upper case, every dash to '-', inner spaces removed. */
export function normalizeCode(text: string): string {
  return text
    .slice(0, limits.symbolCharsMax)
    .normalize('NFKC')
    .replace(/[\s\u200B-\u200D\u2060\uFEFF]+/gu, '')
    .replace(/[\p{Pd}\u2212\u00AD]/gu, '-')
    .toUpperCase();
}

function judgeDate(yymmdd: string, now: number | null): Result<Day> {
  const day = readDay(`20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`);
  if (!day.ok) return refuse('E_CODE_DATE', { expected: 'a date YYMMDD that exists' });
  if (now === null) return day;
  if (day.value < limits.dossierDateFloor || day.value > addDays(dayOf(now), 1)) {
    return refuse('E_CODE_RANGE', { expected: `a date from ${limits.dossierDateFloor} to tomorrow` });
  }
  return day;
}

function matchFormat(text: string, format: CodeFormat, now: number | null): Result<string> | undefined {
  const trace = walkFormat(text, format);
  if (trace === undefined) return undefined;
  const day = trace.date === '' ? undefined : judgeDate(trace.date, now);
  return day?.ok === false ? day : accept(trace.key);
}

const notACode = refuse('E_CODE_FORM', { expected: 'a dossier code such as 000.00.17.H53-200313-0001' });

/**
 * Reads a plain code, without secret or URL. Refuses E_CODE_EMPTY, E_CODE_FORM, E_CODE_DATE, E_CODE_RANGE. A text of more than 50
 * characters is refused, not shortened: a code that lost its last digits is another citizen's.
 */
export function parsePlainCode(text: string, context: CodeContext): Result<DossierCode> {
  const raw = text.trim();
  if (raw.length > limits.codeCharsMax) return notACode;
  const clean = normalizeCode(raw);
  if (clean === '') return refuse('E_CODE_EMPTY', { expected: 'a dossier code' });
  let fault: Result<DossierCode> | undefined;
  for (const format of context.formats) {
    const key = matchFormat(clean, format, context.now);
    if (key?.ok) return accept({ format: format.id, raw, key: key.value });
    if (key !== undefined) fault = key;
  }
  return fault ?? notACode;
}

/** Another vendor's secret-bearing form D-<secret>-<id>: the id is a dossier code, or a number of that vendor. */
const vendorForm = /^D-([A-Za-z0-9_]{8,64})-([A-Za-z0-9.-]{1,50})$/;

function parseVendor(text: string, context: CodeContext): Result<DossierCode> | undefined {
  const match = vendorForm.exec(text);
  if (match === null) return undefined;
  const [, secret = '', id = ''] = match;
  const plain = parsePlainCode(id, context);
  if (plain.ok) return accept({ ...plain.value, format: 'vendor', raw: '', secret });
  return /^\d{1,20}$/.test(id) ? accept({ format: 'vendor', raw: '', key: `D-${id}`, secret }) : plain;
}

/** A URL in a QR: MHS, MaHoSo or dossierNo (any case) and the named secret; every other part is dropped unread. */
function parseUrl(input: string, context: CodeContext): Result<DossierCode> | undefined {
  const text = input.slice(0, limits.symbolCharsMax);
  const link = /^https?:\/\/[^?#\s]{1,300}\?([^#\s]*)/i.exec(text);
  const query = link?.[1];
  if (link === null || query === undefined)
    return /^https?:/i.test(text)
      ? refuse('E_CODE_FORM', { expected: 'a link with a dossier code' })
      : undefined;
  let code: string | undefined;
  let secret: string | undefined;
  const pairs = query.split('&');
  // A pair cut off in the middle is dropped: half a code is another citizen's.
  if (input.length > text.length && link[0].length === text.length) pairs.pop();
  for (const pair of pairs) {
    const [name = '', value = ''] = pair.split('=', 2);
    if (/^(mhs|mahoso|dossierno)$/i.test(name)) code ??= decodePart(value);
    else if (
      context.secretParameter !== undefined &&
      name.toLowerCase() === context.secretParameter.toLowerCase()
    )
      secret ??= decodePart(value);
  }
  if (code === undefined) return refuse('E_CODE_FORM', { expected: 'a link with a dossier code' });
  const plain = parsePlainCode(code, context);
  if (!plain.ok || secret === undefined || !/^[A-Za-z0-9_-]{8,64}$/.test(secret)) return plain;
  return accept({ ...plain.value, secret });
}

function decodePart(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

/** Reads whatever a symbol, a wedge or fingers gave. Refuses E_CODE_EMPTY, E_CODE_FORM, E_CODE_DATE, E_CODE_RANGE; never echoes what was read. */
export function parseDossierCode(input: string, context: CodeContext): Result<DossierCode> {
  const text = input.trim();
  return parseUrl(text, context) ?? parseVendor(text, context) ?? parsePlainCode(text, context);
}
