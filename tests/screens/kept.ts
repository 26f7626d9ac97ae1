/** The kept pictures as files: where each stands, how large it is, and the page that shows them all; it opens no browser. */
import path from 'node:path';
import sharp from 'sharp';
import {
  type Language,
  languages,
  type Panel,
  type Picture,
  panels,
  panelsOf,
  pictures,
} from './pictures.ts';

export const keptFolder = path.resolve(import.meta.dirname, '../../docs/screens/kiosk');
export const indexFile = path.resolve(keptFolder, '../README.md');

/** Of all kept pictures together, bytes: they travel with every clone. */
export const keptBytesMax = 5_500_000;

export const fileOf = (picture: Picture, panel: Panel, language: Language): string =>
  `${picture.name}.${panel}.${language}.webp`;

export const allFiles = (): readonly string[] =>
  pictures.flatMap((picture) =>
    panelsOf(picture).flatMap((panel) => languages.map((language) => fileOf(picture, panel, language))),
  );

/** Pixels of a kept picture. */
export function sizeOf(panel: Panel): { width: number; height: number } {
  const { width, height, scale } = panels[panel];
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** A screenshot as it is kept: small, and still read with ease. */
export async function optimised(png: Buffer, panel: Panel): Promise<Buffer> {
  return sharp(png).resize(sizeOf(panel)).webp({ quality: 40, effort: 6, smartSubsample: true }).toBuffer();
}

const widths: Record<Panel, number> = { portrait: 190, landscape: 330, 'ten-inch': 280 };

/** The index: every screen with its sentence and its pictures. */
export function indexPage(): string {
  const parts = pictures.map((picture) => {
    const images = panelsOf(picture).flatMap((panel) =>
      languages.map((language) => {
        const says = `${picture.name}, ${panel}, ${language}`;
        return `<img src="kiosk/${fileOf(picture, panel, language)}" width="${widths[panel]}" alt="${says}">`;
      }),
    );
    return `## ${picture.name}\n\n${picture.about}\n\n${images.join('\n')}\n`;
  });
  return `${head}\n${parts.join('\n')}`;
}

const head = `# Screens of the kiosk

Each screen in Vietnamese and English, as it stands on the panel: upright and lying full HD, some also on ten inches. All people, units and
codes in them are samples. \`npm run screens\` paints them anew, \`tests/screens\` says what must stand on each and that each is here.
`;
