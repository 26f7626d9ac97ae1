/** `npm run screens`: paints every screen anew and keeps its picture under docs/screens, or with `-- NAME ...` only those named; tests only look. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allFiles, fileOf, indexFile, indexPage, keptFolder, optimised } from './kept.ts';
import { openGallery } from './open.ts';
import { languages, panelsOf, pictures } from './pictures.ts';

mkdirSync(keptFolder, { recursive: true });
const known = new Set(allFiles());
for (const name of readdirSync(keptFolder)) if (!known.has(name)) rmSync(path.join(keptFolder, name));
const wanted = process.argv.slice(2);
const gallery = await openGallery();
let bytes = 0;
try {
  for (const picture of pictures) {
    if (wanted.length > 0 && !wanted.includes(picture.name)) continue;
    for (const panel of panelsOf(picture)) {
      for (const language of languages) {
        await gallery.page.show(picture, panel, language);
        const small = await optimised(await gallery.page.picture(), panel);
        writeFileSync(path.join(keptFolder, fileOf(picture, panel, language)), small);
        bytes += small.byteLength;
      }
    }
  }
} finally {
  await gallery.close();
}
writeFileSync(indexFile, indexPage());
console.log(`${Math.round(bytes / 1_000)} kB painted; ${known.size} pictures in docs/screens`);
