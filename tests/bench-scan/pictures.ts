// The pictures of a run: which there are, what each must say, and each of them turned; it reads no code itself.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const root = path.resolve(import.meta.dirname, '../..');
const shared = path.resolve(root, '../shared');
const cache = path.join(root, '.cache/made-frames');
const seeds = 4;

export interface Picture {
  readonly file: string;
  /** Quarter turns to the right. */
  readonly turn: 0 | 1 | 2 | 3;
  readonly text: string;
  readonly set: string;
}

const turns = [0, 1, 2, 3] as const;
const isPicture = (name: string): boolean => /\.(?:png|jpe?g|gif)$/i.test(name);

/** What a text file says, without the end of its last line. */
const wordsOf = (file: string): string => normal(readFileSync(file, 'utf8'));

/** Line ends and blanks at the end are no part of what a code says. */
export const normal = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .normalize('NFC')
    .trimEnd();

/** Pictures of a folder with their texts, at four turns each; `missing` are those with no text beside them. */
export function picturesIn(
  folder: string,
  set = path.basename(folder),
): { pictures: Picture[]; missing: string[] } {
  const pictures: Picture[] = [];
  const missing: string[] = [];
  for (const name of readdirSync(folder).filter(isPicture).sort()) {
    const words = path.join(folder, `${path.parse(name).name}.txt`);
    if (!existsSync(words)) missing.push(name);
    else {
      const text = wordsOf(words);
      pictures.push(...turns.map((turn) => ({ file: path.join(folder, name), turn, text, set })));
    }
  }
  return { pictures, missing };
}

/** The photos beside the checkout; undefined where they are not. */
export function sharedPhotos(): Picture[] | undefined {
  const home = path.join(shared, 'barcodes');
  if (!existsSync(home)) return undefined;
  return readdirSync(home, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap(({ name }) => picturesIn(path.join(home, name), name).pictures);
}

/** The made frames, drawn once by their own program with our packages; undefined where that program is not. */
export function madeFrames(): Picture[] | undefined {
  const out = path.join(cache, `seeds-${seeds}`);
  if (!existsSync(path.join(out, 'qr-lobby/expected.json')) && !drawFrames(out)) return undefined;
  return readdirSync(out)
    .sort()
    .flatMap((set) => {
      // Written by the program that drew the frames.
      const expected = JSON.parse(readFileSync(path.join(out, set, 'expected.json'), 'utf8')) as Record<
        string,
        { readonly text: string }
      >;
      return Object.entries(expected).map(([name, { text }]) => ({
        file: path.join(out, set, name),
        turn: 0 as const,
        text,
        set,
      }));
    });
}

function drawFrames(out: string): boolean {
  const home = path.join(shared, 'made-frames');
  if (!existsSync(home)) return false;
  const program = path.join(cache, 'program');
  mkdirSync(program, { recursive: true });
  for (const name of ['synth.mjs', 'draw.mjs']) copyFileSync(path.join(home, name), path.join(program, name));
  const aside = `${out}.${process.pid}`;
  const run = spawnSync(process.execPath, ['synth.mjs', '--out', aside, '--seeds', String(seeds)], {
    cwd: program,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (run.status !== 0) throw new Error('the made frames could not be drawn');
  rmSync(out, { recursive: true, force: true });
  renameSync(aside, out);
  return true;
}

/** The picture as a PNG, turned; the first frame where it has several. */
export async function pngOf({ file, turn }: Picture): Promise<Buffer> {
  const upright = sharp(file, { limitInputPixels: 100_000_000 }).rotate();
  const { data, info } = await upright
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .rotate(turn * 90)
    .png({ compressionLevel: 1 })
    .toBuffer();
}
