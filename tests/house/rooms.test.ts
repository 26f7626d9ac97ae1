// The law of rooms holds in this tree, and the law itself sees what it claims to see.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { breaches, type House, roomOf } from './law.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Commands of package.json, scripts of the pages, and the few files that a machine starts by name. */
function entriesOfTree(): string[] {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = Object.values(scripts).flatMap((line) => line.match(/[\w./-]+\.(?:ts|mjs)/g) ?? []);
  const pages = ['kiosk', 'tablet', 'centre/board'].flatMap((folder) =>
    [...read(`${folder}/index.html`).matchAll(/<script[^>]*src="([^"]+)"/g)].map(([, source]) =>
      path.posix.join(folder, source ?? '').replace(/^\//, ''),
    ),
  );
  return [
    ...commands,
    ...pages,
    ...['vite.config.ts', 'vitest.config.ts', 'shared/boot/main.ts', 'device-config/pack.ts'],
    'tests/browser/global-setup.ts',
    'tests/fast-check-seed.ts',
  ];
}

// Declarations only describe; they import nothing and stand beside the rooms.
const isSource = (file: string) =>
  file !== '' && !file.endsWith('.d.ts') && existsSync(path.join(root, file));

function tree(): House {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', '*.ts', '*.tsx', '*.mjs', '*.js'],
    { cwd: root, encoding: 'utf8' },
  );
  const files = listed.split('\0').filter(isSource);
  return { files: new Map(files.map((file) => [file, read(file)])), entries: entriesOfTree() };
}

const house = (files: Record<string, string>, entries = Object.keys(files)): House => ({
  files: new Map(Object.entries(files)),
  entries,
});

describe('this tree', () => {
  test('keeps every door of the table shut', () => {
    expect(breaches(tree())).toEqual([]);
  });

  test('has source files in every room that is built', () => {
    const seen = new Set([...tree().files.keys()].map(roomOf));
    expect([...seen]).toEqual(
      expect.arrayContaining(['shared/contract', 'shared/boot', 'kiosk', 'tablet', 'tests']),
    );
  });
});

describe('the law', () => {
  test('does not pass an empty house', () => {
    expect(breaches(house({}))).toEqual(['the law saw no source file at all']);
  });

  test.each([
    ['a static import', "import { a } from '../tablet/a.ts';"],
    ['a type-only import', "import type { a } from '../tablet/a.ts';"],
    ['a re-export', "export { a } from '../tablet/a.ts';"],
    ['a star re-export', "export * from '../tablet/a.ts';"],
    ['a dynamic import', "const a = await import('../tablet/a.ts');"],
    ['a dynamic import in backquotes', 'const a = await import(`../tablet/a.ts`);'],
    ['an inline import type', "type A = import('../tablet/a.ts').A;"],
    ['a worker address', "new Worker(new URL('../tablet/a.ts', import.meta.url), { type: 'module' });"],
    ['an address asked of the bundler', "import a from '../tablet/a.ts?worker&url';"],
    ['a side-effect import', "import '../tablet/a.ts';"],
  ])('sees %s from the kiosk into the tablet', (_way, source) => {
    expect(breaches(house({ 'kiosk/k.ts': source, 'tablet/a.ts': '' }))).toEqual([
      'kiosk/k.ts may not import from tablet: the kiosk knows neither the tablet nor the centre',
    ]);
  });

  test.each([
    ['shared/contract/a.ts', 'shared/rules/b.ts'],
    ['shared/rules/a.ts', 'shared/device/b.ts'],
    ['shared/boot/a.ts', 'shared/device/b.ts'],
    ['shared/screen/a.ts', 'shared/rules/b.ts'],
    ['centre/a.ts', 'shared/device/b.ts'],
    ['centre/a.ts', 'shared/screen/b.ts'],
    ['centre/board/a.ts', 'centre/b.ts'],
    ['device-config/a.ts', 'centre/b.ts'],
    ['kiosk/a.ts', 'tests/b.ts'],
  ])('closes the door from %s to %s', (from, to) => {
    const way = path.posix.relative(path.posix.dirname(from), to);
    const source = `import '${way.startsWith('.') ? way : `./${way}`}';`;
    expect(breaches(house({ [from]: source, [to]: '' }))).toHaveLength(1);
  });

  test.each([
    ['shared/contract/a.ts', 'preact'],
    ['shared/contract/a.ts', 'node:fs'],
    ['shared/rules/a.ts', 'valibot'],
    ['shared/screen/a.ts', 'idb'],
    ['tablet/a.ts', '@zxing/library/esm/core/oned/Code128Reader'],
    ['kiosk/a.ts', 'mqtt'],
    ['centre/a.ts', 'preact'],
  ])('keeps out of %s the package %s', (file, name) => {
    expect(breaches(house({ [file]: `import '${name}';` }))).toHaveLength(1);
  });

  test('lets a room use its own packages, by deep path too', () => {
    const files = {
      'kiosk/a.ts': "import '@zxing/library/esm/core/oned/Code128Reader';",
      'shared/boot/a.ts': "import 'workbox-precaching';",
      'centre/a.ts': "import '@fastify/static'; import 'node:sqlite';",
      'shared/screen/a.ts': "import nodes from 'lucide-static/icons/check.svg?nodes';",
    };
    expect(breaches(house(files))).toEqual([]);
  });

  test('tells a ring of imports once, type-only ones included', () => {
    const ring = { 'tablet/a.ts': "import './b.ts';", 'tablet/b.ts': "import type { A } from './a.ts';" };
    expect(breaches(house(ring))).toEqual(['a ring of imports: tablet/a.ts -> tablet/b.ts -> tablet/a.ts']);
  });

  test('finds a file that nobody imports, and one that only a test imports', () => {
    const files = {
      'tablet/main.tsx': "import './used.ts';",
      'tablet/used.ts': '',
      'tablet/alone.ts': '',
      'tablet/tested.ts': '',
      'tests/tablet/tested.test.ts': "import '../../tablet/tested.ts';",
    };
    expect(breaches(house(files, ['tablet/main.tsx']))).toEqual([
      'tablet/alone.ts is imported by nobody outside the tests',
      'tablet/tested.ts is imported by nobody outside the tests',
    ]);
  });

  test('names an import of a file that is not there, and a file outside every room', () => {
    expect(breaches(house({ 'kiosk/a.ts': "import './gone.ts';", 'lib/b.ts': '' }))).toEqual([
      'kiosk/a.ts names kiosk/gone.ts, which is not there',
      'lib/b.ts stands in no room',
    ]);
  });

  test.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'performance.now()',
    'setTimeout(f, 1)',
    'setInterval(f, 1)',
    'queueMicrotask(f)',
    'Math.random()',
    'crypto.getRandomValues(b)',
    'crypto.randomUUID()',
    'globalThis.Date',
  ])('sees %s in a pure room', (code) => {
    expect(breaches(house({ 'shared/rules/a.ts': `export const a = ${code};` }))).toHaveLength(1);
    expect(breaches(house({ 'shared/contract/a.ts': `export const a = ${code};` }))).toHaveLength(1);
    expect(breaches(house({ 'shared/device/a.ts': `export const a = ${code};` }))).toEqual([]);
  });

  test('lets a pure room reckon with a time it was handed', () => {
    const source = 'export const day = (now: number) => new Date(now).getUTCDate() + Math.floor(now);';
    expect(breaches(house({ 'shared/rules/a.ts': source }))).toEqual([]);
  });

  test('does not mistake a comment or a text for an import', () => {
    const source = "// import '../tablet/a.ts'\nexport const a = \"import '../tablet/a.ts'\";";
    expect(breaches(house({ 'kiosk/a.ts': source }))).toEqual([]);
  });

  test('refuses to judge a file that does not parse', () => {
    expect(() => breaches(house({ 'kiosk/a.ts': 'import {' }))).toThrow('kiosk/a.ts does not parse');
  });
});
