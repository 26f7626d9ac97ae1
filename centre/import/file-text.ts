/** The bytes of a file as text: which encoding they are in, and the text piece by piece; it knows no column and keeps nothing. */
import { type FileHandle, open } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import {
  fromTcvn3,
  fromVni,
  isGoodShare,
  type LegacyEncoding,
  recogniseLegacy,
  vietnameseShare,
} from './legacy-text.ts';

/** What a person may name. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1258', 'tcvn3', 'vni'] as const;
export type Encoding = (typeof encodings)[number];

type Bytes = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258' | 'latin1';

/** How to read a file: its bytes, and which letters of old stand in its text. */
export interface Reading {
  readonly encoding: Encoding;
  readonly bytes: Bytes;
  readonly legacy: LegacyEncoding | undefined;
  readonly size: number;
}

/** Why a file is not read. `legacy`: its text is of before Unicode, and nobody said that it should be converted. */
export type TextTrouble =
  | { readonly kind: 'legacy'; readonly encoding: LegacyEncoding }
  | { readonly kind: 'not-text' | 'unknown-encoding' | 'too-big' | 'unreadable' };

export class TextFault extends Error {
  readonly trouble: TextTrouble;

  constructor(trouble: TextTrouble) {
    super(trouble.kind);
    this.name = 'TextFault';
    this.trouble = trouble;
  }
}

const pieceBytes = 64 * 1024;

/** Finds out how to read a file, or takes what a person named. Throws TextFault. */
export async function readingOf(file: string, named: Encoding | undefined): Promise<Reading> {
  return withFile(file, async (handle) => {
    const { size } = await handle.stat();
    if (size > centreLimits.importFileBytesMax) throw new TextFault({ kind: 'too-big' });
    const head = await bytesAt(handle, 0, 4_096);
    const wide = wideOf(head);
    if (wide === undefined && (head.includes(0) || isArchive(head)))
      throw new TextFault({ kind: 'not-text' });
    if (named !== undefined && named !== 'tcvn3' && named !== 'vni') {
      return { encoding: named, bytes: named, legacy: undefined, size };
    }
    const scan = wide === undefined ? await scanBytes(handle) : { isUtf8: false, firstHigh: 0 };
    const sampleAt = Math.max(0, scan.firstHigh - 1_024);
    const sample = await bytesAt(handle, sampleAt - (sampleAt % 2), centreLimits.importSampleBytes);
    const bytes = wide ?? (scan.isUtf8 ? 'utf-8' : 'latin1');
    if (named !== undefined) return { encoding: named, bytes, legacy: named, size };
    return { ...judge(bytes, sample), size };
  });
}

function judge(bytes: Bytes, sample: Buffer): Omit<Reading, 'size'> {
  if (bytes !== 'latin1') {
    const legacy = recogniseLegacy(sampleText(sample, bytes));
    if (legacy !== undefined) throw new TextFault({ kind: 'legacy', encoding: legacy });
    return { encoding: bytes, bytes, legacy: undefined };
  }
  const windows = vietnameseShare(iconv.decode(sample, 'windows-1258').normalize('NFC')) ?? 0;
  const old = sample.toString('latin1');
  const tcvn3 = vietnameseShare(fromTcvn3(old)) ?? 0;
  const vni = vietnameseShare(fromVni(old)) ?? 0;
  if (isGoodShare(windows) && windows >= Math.max(tcvn3, vni)) {
    return { encoding: 'windows-1258', bytes: 'windows-1258', legacy: undefined };
  }
  if (isGoodShare(Math.max(tcvn3, vni))) {
    throw new TextFault({ kind: 'legacy', encoding: tcvn3 >= vni ? 'tcvn3' : 'vni' });
  }
  throw new TextFault({ kind: 'unknown-encoding' });
}

/** A sample may begin or end within a character; what is lost there is one word. */
function sampleText(sample: Buffer, bytes: Bytes): string {
  return new TextDecoder(bytes === 'latin1' ? 'windows-1252' : bytes).decode(sample);
}

/** The text in pieces, without its mark of order. `read` hears the bytes taken. Throws TextFault for bytes that are none of this encoding. */
export async function* textOf(
  file: string,
  reading: Reading,
  read: (bytes: number) => void,
): AsyncGenerator<string> {
  const handle = await opened(file);
  try {
    const decode = decoderOf(reading.bytes);
    let isFirst = true;
    for (let at = 0; ; ) {
      const piece = await bytesAt(handle, at, pieceBytes);
      at += piece.length;
      read(piece.length);
      const text = decode(piece, piece.length === 0);
      yield isFirst ? text.replace(/^\uFEFF/, '') : text;
      if (text !== '') isFirst = false;
      if (piece.length === 0) return;
    }
  } finally {
    await handle.close();
  }
}

function decoderOf(bytes: Bytes): (piece: Buffer, isLast: boolean) => string {
  if (bytes === 'latin1') return (piece) => piece.toString('latin1');
  if (bytes === 'windows-1258') {
    const decoder = iconv.getDecoder('windows-1258');
    return (piece, isLast) => (isLast ? (decoder.end() ?? '') : decoder.write(piece));
  }
  const decoder = new TextDecoder(bytes, { fatal: true, ignoreBOM: true });
  return (piece, isLast) => {
    try {
      return decoder.decode(piece, { stream: !isLast });
    } catch {
      throw new TextFault({ kind: 'unknown-encoding' });
    }
  };
}

/** By its mark of order, or by where the zero bytes of plain letters, digits and separators stand. */
function wideOf(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.floor(head.length / 2);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i += 1) {
    if (head[2 * i] === 0) even += 1;
    if (head[2 * i + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.4 && even === 0) return 'utf-16le';
  if (even > pairs * 0.4 && odd === 0) return 'utf-16be';
  return undefined;
}

/** A workbook (xlsx, ods) is a zip; an old one begins with D0 CF; a PDF says so. */
function isArchive(head: Buffer): boolean {
  return /^(?:PK\u0003\u0004|\u00D0\u00CF\u0011\u00E0|%PDF)/.test(head.subarray(0, 4).toString('latin1'));
}

async function scanBytes(handle: FileHandle): Promise<{ isUtf8: boolean; firstHigh: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let firstHigh = -1;
  let isUtf8 = true;
  for (let at = 0; isUtf8 || firstHigh < 0; ) {
    const piece = await bytesAt(handle, at, pieceBytes);
    if (firstHigh < 0) {
      const found = piece.findIndex((byte) => byte > 0x7f);
      if (found >= 0) firstHigh = at + found;
    }
    try {
      decoder.decode(piece, { stream: piece.length > 0 });
    } catch {
      isUtf8 = false;
    }
    at += piece.length;
    if (piece.length === 0) break;
  }
  return { isUtf8, firstHigh: Math.max(0, firstHigh) };
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch {
    throw new TextFault({ kind: 'unreadable' });
  }
}

async function withFile<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await opened(file);
  try {
    return await work(handle);
  } catch (error) {
    // A folder opens, but cannot be read.
    throw error instanceof TextFault ? error : new TextFault({ kind: 'unreadable' });
  } finally {
    await handle.close();
  }
}
