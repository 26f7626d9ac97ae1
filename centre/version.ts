/** The version of this centre, from package.json. */
import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

// package.json is our own; npm itself refuses it without a version.
export const centreVersion: string = (JSON.parse(text) as { version: string }).version;
