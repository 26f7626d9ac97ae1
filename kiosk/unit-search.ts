/** Units of the province by some letters of their names, without diacritics, or by the part of the code; pure, and it keeps nothing. */
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { strip } from '../shared/rules/stripped.ts';

type Units = SiteConfig['units'];

/** Each word that was typed begins a word of the unit; in the order of the configuration. Nothing typed finds nothing. */
export function searchUnits(units: Units, query: string): Units {
  const wanted = strip(query)
    .split(' ')
    .filter((word) => word !== '');
  if (wanted.length === 0) return [];
  return units.filter(({ prefix, name }) => {
    const key = ` ${strip(`${prefix} ${name.vi} ${name.en ?? ''}`)}`;
    return wanted.every((word) => key.includes(` ${word}`));
  });
}
