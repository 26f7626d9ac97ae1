/** Notes in a page when a text has come to be painted; it does not know whose page it is. */

/** What `watchShown` leaves in the page. */
export interface ShownWatch {
  /** Resolves with the ms from the last key until the text was painted. Rejects with what stands there instead after 10 s. */
  shownWatch(text: string): Promise<number>;
}

/** Runs in the page before the app. */
export function watchShown(): void {
  let keyAt = 0;
  addEventListener(
    'keydown',
    () => {
      // Not the key's own stamp, which the scanner of the bench chooses.
      keyAt = performance.now();
    },
    true,
  );
  Object.assign(globalThis, {
    shownWatch: (text: string) =>
      new Promise<number>((resolve, reject) => {
        const textOf = (): string => document.querySelector('main')?.textContent ?? '';
        const late = setTimeout(() => reject(new Error(`${text} was not shown, but ${textOf()}`)), 10_000);
        const observer = new MutationObserver(() => {
          if (!textOf().includes(text)) return;
          clearTimeout(late);
          observer.disconnect();
          // The first frame paints what was rendered; when the second one comes, it has been seen.
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - keyAt)));
        });
        observer.observe(document, { subtree: true, childList: true, characterData: true });
      }),
  });
}
