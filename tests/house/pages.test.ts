// What the pages name is there: every file that README and ARCHITECTURE point to, every command they print.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const rooms = ['contract', 'rules', 'device', 'boot', 'screen'].map((room) => `shared/${room}`);
const places = [...rooms, 'kiosk', 'tablet', 'centre', 'device-config', 'tests', 'docs'];

/** `device/outbox`, `kiosk/visit.ts` or `docs/wire.md` as a file of this tree; undefined when the words are no path of ours. */
function candidates(words: string): string[] | undefined {
  const [first = '', ...rest] = words.split('/');
  const place = places.find((one) => one === first || one === `shared/${first}`);
  if (rest.length === 0) return undefined;
  const name = words.startsWith('shared/')
    ? words
    : place === undefined
      ? undefined
      : `${place}/${rest.join('/')}`;
  return name === undefined ? undefined : [name, `${name}.ts`, `${name}.tsx`];
}

test.each(['README.md', 'ARCHITECTURE.md'])('every file that %s names is there', (page) => {
  const named = [...read(page).matchAll(/`([\w./-]+)`/g)].map(([, words = '']) => words);
  const linked = [...read(page).matchAll(/\]\(([\w./-]+)\)/g)].map(([, target = '']) => target);
  const paths = named.flatMap((words) => candidates(words) ?? []).length;
  expect(paths + linked.length).toBeGreaterThan(5);
  const missing = named.filter((words) =>
    candidates(words)?.every((file) => !existsSync(path.join(root, file))),
  );
  const broken = linked.filter((target) => !existsSync(path.join(root, path.dirname(page), target)));
  expect([...missing, ...broken]).toEqual([]);
});

test('every npm command that the README names is one of package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = [...read('README.md').matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name = '']) => name);
  const own = commands.filter((name) => !['ci', 'run'].includes(name));
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter((name) => !(name in scripts))).toEqual([]);
});
