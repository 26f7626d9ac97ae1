/** Which edge strips of the panel stay free of controls, so that everybody reaches them; pure, it measures nothing. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

export interface Standing {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pxPerMm: number;
  /** Height of the panel's lower edge above the floor, mm; undefined where the site did not measure it. */
  readonly bottomMm?: number | undefined;
  /** The visitor has asked for the low layout. */
  readonly isSeated: boolean;
}

/** CSS pixels at the upper and the lower edge. */
export interface Reach {
  readonly topPx: number;
  readonly bottomPx: number;
}

// The low layout: what is only looked at goes up, what is pressed goes down by this share of the panel.
const SEATED_SHARE = { upright: 0.4, lying: 0.2 };
// What a screen needs for its words and its controls; a small panel is needed whole.
const NEEDED_MM = { upright: 240, lying: 200 };

/** Controls stand below 1,220 mm and above 380 mm of the floor wherever the panel is large enough for that. */
export function reachOf({ widthPx, heightPx, pxPerMm, bottomMm, isSeated }: Standing): Reach {
  const way = heightPx > widthPx ? 'upright' : 'lying';
  const heightMm = heightPx / pxPerMm;
  const spareMm = Math.max(0, heightMm - NEEDED_MM[way]);
  const tooHighMm = bottomMm === undefined ? 0 : bottomMm + heightMm - kioskLimits.reachMmMax;
  const wishedMm = isSeated ? heightMm * SEATED_SHARE[way] : 0;
  const topMm = Math.min(spareMm, Math.max(0, tooHighMm, wishedMm));
  const tooLowMm = bottomMm === undefined ? 0 : kioskLimits.reachMmMin - bottomMm;
  const bottomMmFree = Math.min(spareMm - topMm, Math.max(0, tooLowMm));
  return { topPx: Math.round(topMm * pxPerMm), bottomPx: Math.round(bottomMmFree * pxPerMm) };
}
