/** The words of the sample dossiers in both languages, and what their receipts say of invented people. */
import type { Text } from '../../shared/contract/scale.ts';
import { en } from './text/en.ts';
import { type DemoWords, vi } from './text/vi.ts';

type Table = 'units' | 'stages' | 'desks' | 'pay';

export function both<T extends Table>(table: T, key: keyof DemoWords[T] & string): Text;
export function both(table: 'samples', key: keyof DemoWords['samples']): readonly [Text, Text];
export function both(table: Table | 'samples', key: string): Text | readonly [Text, Text] {
  // The overloads above let only keys of the table in; both languages have the same ones by their types.
  const own = (words: typeof en) => (words[table] as Readonly<Record<string, string | string[]>>)[key] ?? '';
  const [ours, theirs] = [own(vi), own(en)];
  if (typeof ours === 'string' || typeof theirs === 'string') return { vi: String(ours), en: String(theirs) };
  const pair = (i: 0 | 1): Text => ({ vi: ours[i] ?? '', en: theirs[i] ?? '' });
  return [pair(0), pair(1)];
}

export interface Paper {
  readonly name: string;
  readonly originals: number;
  readonly certified: number;
  readonly copies: number;
}

export type PaperName = keyof DemoWords['papers'];

const paperCounts: Readonly<Record<PaperName, Omit<Paper, 'name'>>> = {
  application: { originals: 1, certified: 0, copies: 0 },
  certificate: { originals: 1, certified: 0, copies: 1 },
  copy: { originals: 0, certified: 1, copies: 0 },
  consent: { originals: 1, certified: 0, copies: 0 },
};

export function papersOf(names: readonly PaperName[]): readonly Paper[] {
  return names.map((name) => ({ name: vi.papers[name], ...paperCounts[name] }));
}

/** What the paper says of the person; numbers that were never given to anyone. */
export interface Person {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly idNumber: string;
}

function person(i: number): Person {
  return {
    name: vi.people[i] ?? '',
    address: vi.address,
    phone: `0000 000 00${i + 1}`,
    email: `mau${i + 1}@vi-du.example`,
    idNumber: `999 000 000 00${i + 1}`, // no place of birth has the number 999
  };
}

export const people: readonly [Person, Person, Person] = [person(0), person(1), person(2)];

export interface SampleReceipt extends Person {
  readonly channel: 'desk' | 'online';
  /** Statutory working days. */
  readonly days: number;
  readonly papers: readonly Paper[];
}
