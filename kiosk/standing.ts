/** Measures the panel and tells the style sheets which strips stay free of controls; what is within reach is decided elsewhere. */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import { reachOf } from './reach.ts';

export interface ReachView {
  /** The upper strip is kept for looking at. */
  readonly isLow: boolean;
  /** The low layout would change something on this panel. */
  readonly maySit: boolean;
}

const sizeOf = () => ({ widthPx: innerWidth, heightPx: innerHeight });

/** Writes `--reach-top` and `--reach-bottom` (CSS pixels) to the root element, anew when the window changes. */
export function useReach({ pxPerMm, bottomMm }: SiteConfig['kiosk']['panel']): ReachView {
  const isSeated = useScreen().settings.isSeated === true;
  const [size, setSize] = useState(sizeOf);
  useLayoutEffect(() => {
    const look = (): void => setSize(sizeOf());
    addEventListener('resize', look);
    look();
    return () => removeEventListener('resize', look);
  }, []);
  const standing = reachOf({ ...size, pxPerMm, bottomMm, isSeated: false });
  const sitting = reachOf({ ...size, pxPerMm, bottomMm, isSeated: true });
  const { topPx, bottomPx } = isSeated ? sitting : standing;
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--reach-top', `${topPx}px`);
    style.setProperty('--reach-bottom', `${bottomPx}px`);
  }, [topPx, bottomPx]);
  return { isLow: topPx > 0, maySit: sitting.topPx > standing.topPx };
}
