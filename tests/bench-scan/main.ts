/** `npm run bench:scan`: measures how well the kiosk reads, beside the plain libraries; ends with an error when a must is missed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import type { Symbology } from '../../kiosk/decoder.ts';
import { watchFilms } from './films.ts';
import { madeFrames, type Picture, picturesIn, sharedPhotos } from './pictures.ts';
import { isReached, pageOf, summaryOf } from './report.ts';
import { ask, buildPage, openStage, type Stage } from './stage.ts';
import { engines, goalsOf, type Line, verdictOf } from './tally.ts';

const root = path.resolve(import.meta.dirname, '../..');
const usual: readonly Symbology[] = ['code-128', 'qr'];
// As many scenes per call into the page as take some seconds.
const scenesPerCall = 50;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function lookAtAll(stage: Stage, pictures: readonly Picture[]): Promise<Line[]> {
  const lines: Line[] = [];
  let said = performance.now();
  for (const picture of pictures) {
    const answers = await ask(stage.tab, 'look', await stage.show(picture));
    lines.push({ picture, answers });
    if (performance.now() - said < 15_000) continue;
    said = performance.now();
    say(`  ${lines.length} of ${pictures.length}`);
  }
  return lines;
}

async function openReady(symbols: readonly Symbology[]): Promise<Stage> {
  const stage = await openStage();
  const engine = await ask(stage.tab, 'ready', symbols);
  if (engine === 'wasm') return stage;
  await stage[Symbol.asyncDispose]();
  throw new Error('the fast engine did not load');
}

/** Any folder: NAME.png, .jpg or .gif beside NAME.txt. */
async function measureFolder(
  folder: string,
  how: { json: boolean; details: boolean; symbols: readonly Symbology[] },
) {
  const { pictures, missing } = picturesIn(path.resolve(folder));
  for (const name of missing) say(`${name}: no text beside it, left out`);
  await buildPage();
  await using stage = await openReady(how.symbols);
  const lines = await lookAtAll(stage, pictures);
  const detailsOf = ({ picture, answers }: Line) => ({
    file: path.basename(picture.file),
    turn: picture.turn * 90,
    expected: picture.text,
    ...Object.fromEntries(
      engines.map((engine) => {
        const { texts, ms } = answers[engine];
        return [engine, { verdict: verdictOf(texts, picture.text), texts, ms: Math.round(ms) }];
      }),
    ),
    rung: answers.ours.rung,
    looks: answers.ours.looks,
  });
  const result = {
    pictures: pictures.length / 4,
    turns: 4,
    missing,
    engines: summaryOf(lines),
    ...(how.details && { details: lines.map(detailsOf) }),
  };
  if (how.json) console.log(JSON.stringify(result, null, 2));
  else console.table(result.engines);
}

async function emptyScenes(stage: Stage, scenes: number) {
  const read: string[] = [];
  const agreed: string[] = [];
  for (let from = 0; from < scenes; from += scenesPerCall) {
    const found = await ask(stage.tab, 'empty', from, Math.min(scenesPerCall, scenes - from));
    read.push(...found.read);
    agreed.push(...found.agreed);
  }
  return { scenes, read, agreed };
}

const versionOf = (name: string): string => {
  const file = path.join(root, 'node_modules', name, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }; // every package has one
  return `${name} ${version}`;
};

async function measureGoals(how: { scenes: number; seconds: number; write: boolean }): Promise<void> {
  const [photos, made] = [sharedPhotos(), madeFrames()];
  const missing: string[] = [];
  if (photos === undefined) missing.push('Without the photos: the folder ../shared/barcodes is not there.');
  if (made === undefined)
    missing.push('Without the made frames: the folder ../shared/made-frames is not there.');
  for (const each of missing) say(each);
  say('building the page');
  await buildPage();
  await using stage = await openReady(usual);
  const pictures = [...(photos ?? []), ...(made ?? [])];
  say(`${pictures.length} pictures`);
  const lines = await lookAtAll(stage, pictures);
  say(`${how.scenes} scenes without a code`);
  const empty = await emptyScenes(stage, how.scenes);
  say('films');
  const films = await watchFilms(how.seconds);
  const goals = goalsOf(lines);
  const versions = ['zxing-wasm', '@zxing/browser', '@zxing/library'].map(versionOf).join(', ');
  const figures = { lines, goals, films, empty, chromium: stage.version, versions, missing };
  const page = pageOf(figures, new Date().toISOString().slice(0, 10));
  console.log(page);
  if (how.write) writeFileSync(path.join(root, 'docs/bench-scan.md'), page);
  const wrong = lines
    .filter(({ picture }) => /^(?:code128|qr)-[a-zA-Z]/.test(picture.set))
    .filter(({ picture, answers }) => verdictOf(answers.ours.texts, picture.text) === 'wrong');
  const broken = goals.filter((goal) => goal.isMust && !isReached(goal)).map(({ name }) => name);
  if (wrong.length > 0) broken.push(`${wrong.length} misread`);
  if (empty.agreed.length > 0) broken.push(`${empty.agreed.length} read where there is no code`);
  for (const each of broken) say(`MUST: ${each}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

const command = new Command('bench:scan')
  .option('--images <folder>', 'measure the pictures of this folder: NAME.png, .jpg or .gif beside NAME.txt')
  .option('--json', 'print JSON', false)
  .option('--details', 'say each picture and what each engine read', false)
  .option('--symbols <list>', 'what to look for: code-128, qr, code-39, itf', usual.join(','))
  .option('--scenes <count>', 'scenes without a code', '1000')
  .option('--film-seconds <count>', 'how long each engine watches the film', '60')
  .option('--no-write', 'leave docs/bench-scan.md as it is')
  .parse();
const wish = command.opts<{
  images?: string;
  json: boolean;
  details: boolean;
  symbols: string;
  scenes: string;
  filmSeconds: string;
  write: boolean;
}>();
const known: readonly string[] = ['code-128', 'qr', 'code-39', 'itf'] satisfies Symbology[];
const symbols = wish.symbols.split(',').filter((each): each is Symbology => known.includes(each));
if (wish.images === undefined) {
  await measureGoals({ scenes: Number(wish.scenes), seconds: Number(wish.filmSeconds), write: wish.write });
} else if (existsSync(wish.images)) {
  await measureFolder(wish.images, { json: wish.json, details: wish.details, symbols });
} else {
  say(`there is no folder ${wish.images}`);
  process.exitCode = 2;
}
