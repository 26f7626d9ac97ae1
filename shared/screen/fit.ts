/** Finds how tight a page must be set so that it stands whole in its place; what each tightness means, the style sheets say. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** 0 is roomy; each further one gives up something for the sake of the rest. */
const tightest = 3;
// A pixel is lost in rounding, not in view.
const isOver = (place: Element): boolean => place.scrollHeight > place.clientHeight + 1;

/** Never under a finger: a pressed button stands a little lower, and must still be there when the finger is lifted. */
function tighten(page: HTMLElement): void {
  if (page.querySelector(':active') !== null) {
    requestAnimationFrame(() => tighten(page));
    return;
  }
  const places = [page, ...page.children];
  page.dataset.measured = 'true';
  for (let level = 0; level <= tightest; level += 1) {
    page.dataset.fit = String(level);
    if (!places.some(isOver)) break;
  }
  delete page.dataset.measured;
}

/**
 * Writes the first tightness at which nothing of the page is cut as `data-fit` of the element, 0 to 3. Looks at the page and
 * its children; while it looks, `data-measured` stands there.
 */
export function useFit<T extends HTMLElement>(): RefObject<T | null> {
  const page = useRef<T>(null);
  useLayoutEffect(() => {
    if (page.current !== null) tighten(page.current);
  });
  useLayoutEffect(() => {
    const box = page.current;
    if (box === null) return;
    const look = (): void => tighten(box);
    const size = new ResizeObserver(look);
    size.observe(box);
    const settings = new MutationObserver(look);
    settings.observe(document.documentElement, { attributes: true });
    return () => {
      size.disconnect();
      settings.disconnect();
    };
  }, []);
  return page;
}
