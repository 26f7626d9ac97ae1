// Every screen of the kiosk in both languages: what stands on it, that it is seen whole, and that its kept picture is here.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { sentence } from './gallery-page.ts';
import { allFiles, fileOf, indexFile, indexPage, keptBytesMax, keptFolder, sizeOf } from './kept.ts';
import { type OpenGallery, openGallery } from './open.ts';
import { languages, panelsOf, pictures } from './pictures.ts';

let gallery: OpenGallery;
beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(async () => {
  await gallery?.close();
});

/** Where, since when, promised for when, what now; a late card also says who answers. */
const cardLines = (name: string): number => (name.startsWith('card-late') ? 5 : 4);

describe.each(pictures)('$name', (picture) => {
  test.each(languages)('says in %s what it should, whole, on every panel', async (language) => {
    for (const panel of panelsOf(picture)) {
      await gallery.page.show(picture, panel, language);
      const [headline = '', ...more] = await gallery.page.headlines();
      const said = picture.isNamed === true ? await gallery.page.words() : [headline];
      expect(
        said.some((text) => sentence(picture.says, language).test(text)),
        said.join(' | '),
      ).toBe(true);
      expect(more).toEqual([]);
      expect([panel, await gallery.page.cut()]).toEqual([panel, []]);
      if (!picture.name.startsWith('card-')) continue;
      const lines = await gallery.page.lines();
      expect([panel, lines.length]).toEqual([panel, cardLines(picture.name)]);
      expect(lines.flat().filter((text) => text.trim() === '' || /[{}]/.test(text))).toEqual([]);
    }
  });

  test.each(languages)('is kept in %s as a picture of the right size', async (language) => {
    for (const panel of panelsOf(picture)) {
      const file = path.join(keptFolder, fileOf(picture, panel, language));
      expect(existsSync(file), `${path.basename(file)}: run npm run screens`).toBe(true);
      const { width, height, format } = await sharp(file).metadata();
      expect([format, { width, height }]).toEqual(['webp', sizeOf(panel)]);
    }
  });
});

test('every sample of the demo, each status and timing, has its card here', () => {
  const shown = new Set(pictures.map(({ screen }) => screen));
  const samples = sampleDossiers(0).map(({ name }) => name);
  expect(samples.length).toBeGreaterThan(10);
  expect(samples.filter((name) => !shown.has(`showing/${name}`))).toEqual([]);
});

test('all kept pictures together weigh little, each stands in the index, and no other lies there', () => {
  const names = readdirSync(keptFolder);
  expect(names.sort()).toEqual([...allFiles()].sort());
  const bytes = names.reduce((sum, name) => sum + statSync(path.join(keptFolder, name)).size, 0);
  expect(bytes).toBeLessThanOrEqual(keptBytesMax);
  expect(readFileSync(indexFile, 'utf8')).toBe(indexPage());
});
