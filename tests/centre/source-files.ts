// Small files of dossiers as software writes them: rows that say something, in every encoding and separator.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { tcvn3Letters, vniLetters, vniMarks } from '../../centre/import/legacy-letters.ts';

export interface SampleRow {
  readonly code: string;
  readonly status: string;
  readonly received: string;
  readonly due: string;
  readonly unit: string;
  readonly name: string;
}

export const headings = {
  vi: ['Mã hồ sơ', 'Trạng thái', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Đơn vị xử lý', 'Họ và tên'],
  plain: ['Ma ho so', 'Trang thai', 'Ngay tiep nhan', 'Ngay hen tra', 'Don vi xu ly', 'Ho va ten'],
  en: ['code', 'status', 'received', 'due', 'unit', 'name'],
} as const;

export const sampleRows: readonly SampleRow[] = [
  {
    code: 'H53.14-261101-0001',
    status: '4',
    received: '01/11/2026 08:30',
    due: '25/11/2026',
    unit: 'Sở Tài nguyên và Môi trường',
    name: 'Nguyễn Văn Mẫu',
  },
  {
    code: '000.00.17.H53-261102-0002',
    status: '9',
    received: '02/11/2026',
    due: '20/11/2026 16:00',
    unit: 'Uỷ ban nhân dân phường, "Đức Mẫu"',
    name: 'Trần Thị Thuỷ Mẫu',
  },
];

function cells(row: SampleRow): string[] {
  return [row.code, row.status, row.received, row.due, row.unit, row.name];
}

export function csvOf(
  rows: readonly SampleRow[],
  separator = ',',
  heading: readonly string[] = headings.vi,
  end = '\r\n',
): string {
  const quote = (cell: string): string =>
    /["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return [heading, ...rows.map(cells)].map((line) => line.map(quote).join(separator) + end).join('');
}

export function jsonLinesOf(rows: readonly SampleRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Windows-1258 has letters with their shape and marks for tones: the tone is taken off the letter first. */
function to1258(text: string): Buffer {
  const parts = [...text.normalize('NFC')].map((char) => {
    if (iconv.decode(iconv.encode(char, 'windows-1258'), 'windows-1258') === char) return char;
    const [base = '', ...marks] = char.normalize('NFD');
    const tone = marks.find((mark) => /[\u0300\u0301\u0303\u0309\u0323]/.test(mark)) ?? '';
    return (base + marks.filter((mark) => mark !== tone).join('')).normalize('NFC') + tone;
  });
  return iconv.encode(parts.join(''), 'windows-1258');
}

const tcvn3Codes = new Map([...tcvn3Letters].map(([code, letter]) => [letter, code]));
export function toTcvn3(text: string): string {
  return [...text.normalize('NFC')].map((char) => tcvn3Codes.get(char) ?? lowerTcvn3(char)).join('');
}
/** Capitals with tones do not exist there. */
const lowerTcvn3 = (char: string): string => tcvn3Codes.get(char.toLowerCase()) ?? char;

const spelled = (text: string): string => [...text].sort().join('');
const vniCodes = new Map([...vniLetters].map(([code, letter]) => [letter, code]));
const vniMarkCodes = new Map([...vniMarks].map(([code, adds]) => [spelled(adds), code]));
export function toVni(text: string): string {
  return [...text.normalize('NFC')]
    .map((char) => {
      const whole = vniCodes.get(char);
      if (whole !== undefined) return whole;
      const [base = '', ...marks] = char.normalize('NFD');
      if (marks.length === 0 || char === 'í' || char === 'ì') return char;
      const horn = marks.includes('\u031B') ? (vniCodes.get(`${base}\u031B`.normalize('NFC')) ?? base) : base;
      const mark = vniMarkCodes.get(spelled(marks.filter((each) => each !== '\u031B').join('')));
      return horn + (mark ?? '');
    })
    .join('');
}

export const encoders = {
  'utf-8': (text: string) => Buffer.from(text, 'utf8'),
  'utf-8 with its mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf8'),
  'utf-8 decomposed': (text: string) => Buffer.from(text.normalize('NFD'), 'utf8'),
  'utf-16le with its mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be with its mark': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'utf-16be': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'windows-1258': to1258,
} as const satisfies Record<string, (text: string) => Buffer>;
export type EncoderName = keyof typeof encoders;
// Object.keys of a const object yields exactly its keys.
export const encoderNames = Object.keys(encoders) as EncoderName[];

export function writeFile(folder: string, name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}
