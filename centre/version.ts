/** The version of this centre, from package.json. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

export const centreVersion: string = v.parse(v.object({ version: v.string() }), JSON.parse(text)).version;
