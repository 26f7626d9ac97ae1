/** The sample catalogue: 1,872 invented procedures in the published split by level, the same at every run; it writes nowhere. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CatalogueDraft, Cost, Paper, Procedure, Term } from '../../shared/contract/procedure.ts';
import { type Chance, seededChance, shareOut } from './chance.ts';

const kinds = ['register', 'document', 'permit', 'benefit', 'approve', 'confirm'] as const;
type Kind = (typeof kinds)[number];

interface FieldWords {
  readonly id: string;
  readonly vi: string;
  readonly en: string;
  readonly desk: string;
  readonly agency: string;
  /** Its share of each level's procedures, in the order of the levels. */
  readonly weights: readonly number[];
  readonly of: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

/** The tables of words beside this file; `{x}` is what an action is done to, a paper is "name|originals|copies". */
interface Tables {
  readonly levels: readonly {
    readonly id: string;
    readonly vi: string;
    readonly en: string;
    readonly agencyVi: string;
    readonly total: number;
  }[];
  readonly actions: Readonly<Record<Kind, readonly string[]>>;
  readonly results: Readonly<Record<Kind, string>>;
  readonly qualifiers: readonly string[];
  readonly papers: Readonly<Record<Kind, readonly string[]>>;
  readonly costTexts: { readonly vi: string; readonly en: string };
  readonly names: Readonly<Record<string, string>>;
  readonly fields: readonly FieldWords[];
}

const seed = 20_191_872;
const asOf = '2026-11-01';
/** Real codes begin with 1, 2 or 3: nobody can take these for one. */
const codeOf = (n: number): string => `9.${String(n).padStart(6, '0')}`;

const days: Readonly<Record<Kind, readonly number[]>> = {
  permit: [7, 10, 15, 20, 30],
  document: [1, 3, 5, 7, 10],
  register: [1, 3, 5, 10],
  benefit: [5, 10, 15, 25],
  approve: [15, 20, 30, 45],
  confirm: [0, 1, 3, 5],
};
const smallAmounts = [5_000, 8_000, 15_000, 25_000, 50_000, 100_000, 200_000];
const amounts = [100_000, 150_000, 300_000, 500_000, 1_200_000, 2_500_000];

interface Title {
  readonly name: string;
  readonly kind: Kind;
  readonly object: string;
}

/** The whole sample catalogue, ready to be taken by a demo centre. */
export function sampleCatalogue(): CatalogueDraft {
  const file = path.join(import.meta.dirname, 'text', 'procedures.json');
  const tables = JSON.parse(readFileSync(file, 'utf8')) as Tables; // our own file, of the shape above
  const taken = new Set<string>();
  // The nearest level first: its names are the plainest, and a citizen looks for them most.
  const drawn = [...tables.levels.entries()].reverse().flatMap(([at, level]) => {
    const counts = shareOut(
      level.total,
      tables.fields.map(({ weights }) => weights[at] ?? 0),
    );
    return tables.fields.flatMap((field, i) =>
      titlesOf(tables, field, counts[i] ?? 0, taken).map((title) => ({ title, field, level })),
    );
  });
  const chance = seededChance(seed);
  const procedures = drawn.map(({ title, field, level }, i): Procedure => {
    const agency = level.agencyVi.replace('{agency}', `${field.agency} (mẫu)`);
    const en = tables.names[title.name];
    return {
      code: codeOf(i + 1),
      name: { vi: title.name, ...(en === undefined ? {} : { en }) },
      field: field.id,
      level: level.id,
      papers: papersOf(tables.papers[title.kind], chance),
      costs: costsOf(tables, title.kind, chance),
      ...termsOf(title.kind, chance),
      desks: [field.desk],
      agency: { vi: agency },
      online: onlineOf(codeOf(i + 1), chance),
      results: [{ vi: resultOf(tables, title) }],
    };
  });
  const listed = ({ id, vi, en }: FieldWords | Tables['levels'][number]) => ({ id, name: { vi, en } });
  const desks = [...new Set(tables.fields.map(({ desk }) => desk))];
  return {
    schema: 1,
    asOf,
    levels: tables.levels.map(listed),
    fields: tables.fields.map(listed),
    // The demo site's own counters: their numbers and names stand in its configuration.
    desks: desks.map((id) => ({ id, name: { vi: id } })),
    procedures,
  };
}

/** So many names that are not taken yet: every first action of the field, then every second, and so on; at last with a qualifier. */
function titlesOf(tables: Tables, { of }: FieldWords, count: number, taken: Set<string>): Title[] {
  const titles: Title[] = [];
  for (const qualifier of ['', ...tables.qualifiers.map((words) => ` ${words}`)]) {
    for (let turn = 0; turn < Math.max(...kinds.map((kind) => tables.actions[kind].length)); turn++) {
      for (const { kind, object } of kinds.flatMap((each) =>
        (of[each] ?? []).map((x) => ({ kind: each, object: x })),
      )) {
        const action = tables.actions[kind][turn];
        if (titles.length === count) return titles;
        if (action === undefined) continue;
        const name = `${action.replace('{x}', object)}${qualifier}`;
        if (taken.has(name)) continue;
        taken.add(name);
        titles.push({ name, kind, object });
      }
    }
  }
  throw new Error('the tables of words are too short for the sample catalogue');
}

/** `{X}` is the object at the beginning of a line. */
function resultOf({ results }: Tables, { kind, object }: Title): string {
  const large = `${object.charAt(0).toUpperCase()}${object.slice(1)}`;
  return results[kind].replace('{x}', object).replace('{X}', large);
}

const pick = <T>(list: readonly T[], chance: Chance, otherwise: T): T =>
  list[chance.below(list.length)] ?? otherwise;

/** The first of the list always, most of the others. */
function papersOf(list: readonly string[], chance: Chance): Paper[] {
  return list
    .filter((_, i) => i === 0 || chance.next() < 0.6)
    .map((line) => {
      const [name = '', originals = '1', copies = '0'] = line.split('|');
      return { name, originals: Number(originals), copies: Number(copies) };
    });
}

function costsOf({ costTexts }: Tables, kind: Kind, chance: Chance): Cost[] {
  const isFree = chance.next() < (kind === 'benefit' ? 1 : kind === 'permit' ? 0.15 : 0.45);
  if (isFree) return [];
  const usual = kind === 'permit' ? amounts : smallAmounts;
  const amount = pick(usual, chance, 0);
  if (kind === 'approve') return [{ kind: 'fee', amount: null, text: costTexts }];
  const charge: Cost = { kind: 'charge', amount };
  return chance.next() < 0.2 ? [charge, { kind: 'fee', amount: pick(usual, chance, 0) }] : [charge];
}

/** A promise is never longer than the law, and often shorter; less than a day is told in hours. */
function termsOf(kind: Kind, chance: Chance): { statutory: Term; committed: Term } {
  const n = pick(days[kind], chance, 5);
  if (n === 0) return { statutory: { n: 1, unit: 'working-days' }, committed: { n: 4, unit: 'hours' } };
  const promised = Math.max(1, Math.ceil(n * (0.6 + 0.4 * chance.next())));
  return { statutory: { n, unit: 'working-days' }, committed: { n: promised, unit: 'working-days' } };
}

function onlineOf(code: string, chance: Chance): Procedure['online'] {
  const lot = chance.next();
  if (lot < 0.25) return { level: 'none', url: null };
  return { level: lot < 0.6 ? 'part' : 'full', url: `https://dichvucong.gov.vn/?ma=${code}` };
}
