/** A part of the app that comes after the first paint, as a value that is there or not yet. */
import { useEffect, useState } from 'preact/hooks';

/** Asks once; `load` must be the same function at each paint. A part that does not come leaves the screen as it is. */
export function useLoaded<T extends object>(load: () => Promise<T>): T | undefined {
  const [loaded, setLoaded] = useState<T>();
  useEffect(() => {
    let isWanted = true;
    load().then(
      (part) => isWanted && setLoaded(part),
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [load]);
  return loaded;
}
