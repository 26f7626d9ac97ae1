// The law of rooms: who may know whom, and which packages each room may hold; it judges files it is given.
import path from 'node:path';
import { type References, referencesOf } from './references.ts';

interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  readonly reason: string;
}

const preact = ['preact', '@preact/signals'];
const icons = 'lucide-static';
const onNode = 'node:*';

/** Longest path wins: centre/board is a room of its own. An app's own files are always open to it. */
export const rooms: Readonly<Record<string, Room>> = {
  'shared/contract': {
    rooms: [],
    packages: ['valibot'],
    reason: 'the contract knows nobody',
  },
  'shared/rules': {
    rooms: ['shared/contract'],
    packages: [],
    reason: 'rules are pure: they get what they need as arguments',
  },
  'shared/device': {
    rooms: ['shared/contract', 'shared/rules'],
    packages: ['idb', 'mqtt', 'jose', 'workbox-window'],
    reason: 'the hands do what the rules decide and paint nothing',
  },
  'shared/boot': {
    rooms: ['shared/contract', 'shared/rules'],
    packages: ['workbox-*'],
    reason: 'the service worker holds no app code, so that it rarely changes',
  },
  'shared/screen': {
    rooms: ['shared/contract'],
    packages: [...preact, icons, '@fontsource/be-vietnam-pro'],
    reason: 'parts of a screen do not know what moves them',
  },
  kiosk: {
    rooms: ['shared/contract', 'shared/rules', 'shared/device', 'shared/screen'],
    packages: [...preact, icons, '@zxing/browser', '@zxing/library', 'zxing-wasm', 'lean-qr'],
    reason: 'the kiosk knows neither the tablet nor the centre',
  },
  tablet: {
    rooms: ['shared/contract', 'shared/rules', 'shared/device', 'shared/screen'],
    packages: [...preact, icons],
    reason: 'the tablet knows neither the kiosk nor the centre',
  },
  centre: {
    rooms: ['shared/contract'],
    packages: [
      ...['fastify', '@fastify/*', 'aedes', 'ws', 'kysely', 'pg', 'pino', 'jose'],
      ...['commander', 'cli-progress', 'csv-parse', 'iconv-lite', 'bwip-js', onNode],
    ],
    reason: 'the centre and the devices share the contract only',
  },
  'centre/board': {
    rooms: ['shared/contract', 'shared/screen'],
    packages: [...preact, icons],
    reason: 'the board is a page: it asks the centre over HTTP',
  },
  'device-config': {
    rooms: ['shared/contract'],
    packages: ['yaml', 'commander', 'jose', onNode],
    reason: "the IT officer's bench needs only the words of the contract",
  },
  tools: {
    rooms: ['centre'],
    packages: ['vite', 'vitest', onNode],
    reason: 'what builds the house is no part of it',
  },
  tests: {
    rooms: ['*'],
    packages: ['*'],
    reason: 'tests may open every door',
  },
};

const toolFiles =
  /^(?:vite\.config|vite\.icons|vitest\.config)\.ts$|^centre\/(?:build|build-inputs)\.ts$|^centre\/start\.mjs$/;
const pureRooms = ['shared/contract', 'shared/rules'];

export function roomOf(file: string): string | undefined {
  if (toolFiles.test(file)) return 'tools';
  return Object.keys(rooms)
    .filter((room) => file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

export interface House {
  /** Source text by path from the root, forward slashes. */
  readonly files: ReadonlyMap<string, string>;
  /** Where reading begins: pages, commands, configs. Tests are entries by their names. */
  readonly entries: readonly string[];
}

/** Every breach as one sentence; an empty list is a kept house. */
export function breaches(house: House): string[] {
  if (house.files.size === 0) return ['the law saw no source file at all'];
  const known = new Map([...house.files].map(([file, source]) => [file, referencesOf(file, source)]));
  const edges = new Map<string, string[]>();
  const problems = [...known].flatMap(([file, references]) => judge(file, references, known, edges));
  return [...problems, ...cyclesIn(edges), ...orphansIn(house, edges)];
}

function judge(
  file: string,
  { modules, impurities }: References,
  known: ReadonlyMap<string, References>,
  edges: Map<string, string[]>,
): string[] {
  const room = roomOf(file);
  const law = room === undefined ? undefined : rooms[room];
  if (room === undefined || law === undefined) return [`${file} stands in no room`];
  const targets: string[] = [];
  edges.set(file, targets);
  const problems = modules.flatMap((module) => {
    if (!module.startsWith('.')) return packageProblem(file, module, law);
    const target = path.posix.join(path.posix.dirname(file), module.replace(/\?.*$/, ''));
    if (!/\.(?:ts|tsx|mjs)$/.test(target)) return [];
    if (!known.has(target)) return [`${file} names ${target}, which is not there`];
    targets.push(target);
    const other = roomOf(target);
    const open =
      other === undefined || other === room || law.rooms.includes(other) || law.rooms.includes('*');
    return open ? [] : [`${file} may not import from ${other}: ${law.reason}`];
  });
  if (!pureRooms.includes(room)) return problems;
  return [
    ...problems,
    ...impurities.map((read) => `${file} reads ${read}: a pure room is handed time and chance`),
  ];
}

function packageProblem(file: string, module: string, law: Room): string[] {
  const bare = module.replace(/^\0/, '');
  const name = bare.startsWith('node:') ? 'node:' : bare.split('/', bare.startsWith('@') ? 2 : 1).join('/');
  const fits = (allowed: string) =>
    allowed.endsWith('*') ? name.startsWith(allowed.slice(0, -1)) : allowed === name;
  return law.packages.some(fits) ? [] : [`${file} may not use the package ${name}: ${law.reason}`];
}

/** Depth first; each ring is told once, from the file where it was met again. */
function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) found.push(`a ring of imports: ${[...trail.slice(at), file].join(' -> ')}`);
    if (at >= 0 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return found;
}

/**
 * A file of the product that only tests import is as dead as one that nobody imports. What a command of package.json reaches is alive,
 * also when the command stands among the tests (replay, bench).
 */
function orphansIn(house: House, edges: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const next of edges.get(file) ?? []) reach(next);
  };
  for (const entry of house.entries) reach(entry);
  const needed = new Set<string>(house.entries);
  for (const [file, targets] of edges) {
    for (const target of targets) {
      if (!file.startsWith('tests/') || target.startsWith('tests/') || reached.has(file)) needed.add(target);
    }
  }
  return [...house.files.keys()]
    .filter((file) => !needed.has(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => `${file} is imported by nobody${file.startsWith('tests/') ? '' : ' outside the tests'}`);
}
