/** One cell of a procedure table at a time: terms, costs, papers, online levels as people write them; it knows no file and no line. */
import type { Cost, Paper, Term } from '../shared/contract/procedure.ts';
import { plainKey } from './import/plain-key.ts';

/** Several things in one cell stand apart by a bar or by a new line. */
export function partsOf(cell: string): string[] {
  return cell
    .split(/[|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** "Tờ khai theo mẫu [1+0]": originals and copies; one original where nothing is said. */
export function readPaper(text: string): Paper {
  const [, name = text, originals = '1', copies = '0'] =
    /^(.*?)\s*(?:\[\s*(\d{1,2})\s*\+\s*(\d{1,2})\s*\])?$/.exec(text) ?? [];
  return { name, originals: Number(originals), copies: Number(copies) };
}

const nothingKeys = new Set(['', '0', 'khong', 'khongco', 'mienphi', 'khongthu', 'none', 'free']);
const isNothing = (text: string): boolean => nothingKeys.has(plainKey(text));

/** "8.000 đồng" is an amount, anything else that is said stays in words. */
export function readCost(kind: Cost['kind'], text: string): Cost | undefined {
  if (isNothing(text)) return undefined;
  const digits = /^(\d{1,3}(?:[., ]\d{3})+|\d+)\s*(?:đồng|đ|vnđ|vnd|dong)?$/iu.exec(text.trim())?.[1];
  const amount = digits === undefined ? null : Number(digits.replace(/[., ]/g, ''));
  return amount === null ? { kind, amount, text: { vi: text } } : { kind, amount };
}

const HOURS_A_DAY = 8;
const unstated = new Set(['', 'khong', 'khongquydinh', 'none']);

/** "15", "15 ngày làm việc", "15 ngày", "4 giờ", "0,5 ngày", "trong ngày"; null where nothing is stated, undefined for other words. */
export function readTerm(text: string): Term | null | undefined {
  const key = plainKey(text);
  if (unstated.has(key)) return null;
  if (key === 'trongngay' || key === 'ngaytrongngay') return { n: 1, unit: 'working-days' };
  const [, number, unit = ''] = /^\s*(\d{1,4}(?:[.,]\d)?)\s*(\D*)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const n = Number(number.replace(',', '.'));
  switch (plainKey(unit)) {
    case 'gio':
    case 'giolamviec':
    case 'hours':
      return Number.isInteger(n) && n > 0 ? { n, unit: 'hours' } : undefined;
    case 'ngay':
    case 'days':
      return inDays(n, 'days');
    case '':
    case 'ngaylamviec':
    case 'workingdays':
      return inDays(n, 'working-days');
    default:
      return undefined;
  }
}

function inDays(n: number, unit: 'days' | 'working-days'): Term | undefined {
  if (n <= 0) return undefined;
  return Number.isInteger(n) ? { n, unit } : { n: Math.ceil(n * HOURS_A_DAY), unit: 'hours' };
}

const onlineKeys: Readonly<Record<string, 'full' | 'part' | 'none'>> = {
  '': 'none',
  khong: 'none',
  tructiep: 'none',
  none: 'none',
  '2': 'none',
  motphan: 'part',
  part: 'part',
  '3': 'part',
  toantrinh: 'full',
  toanphan: 'full',
  full: 'full',
  '4': 'full',
};

/** "toàn trình", "một phần", or the older levels 2 to 4. */
export function readOnline(text: string): 'full' | 'part' | 'none' | undefined {
  return onlineKeys[plainKey(text).replace(/^(mucdo|dichvucongtructuyen|dvctt)/, '')];
}

/** An id made of a name: "Hộ tịch" is "ho-tich"; empty where no letter is left. */
export function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
