/** The library of this device as the screens need it: there or not yet, and whether there is a catalogue in it. */
import { useEffect, useState } from 'preact/hooks';
import type { Device } from '../shared/device/device.ts';
import type { Library } from './library.ts';
import type { Host } from './stand.ts';

export interface LibraryView {
  readonly library: Library | undefined;
  readonly isThere: boolean;
}

const nothing: LibraryView = { library: undefined, isThere: false };

export function useLibrary(device: Device, host: Pick<Host, 'openLibrary'>): LibraryView {
  const [view, setView] = useState(nothing);
  useEffect(() => {
    let stop = (): void => {};
    let isWanted = true;
    host.openLibrary(device).then(
      (library) => {
        const look = (): void => setView({ library, isThere: library.isThere() });
        if (!isWanted) return;
        stop = library.onChange(look);
        look();
      },
      () => {}, // a part that does not come leaves the rest screen without its button
    );
    return () => {
      isWanted = false;
      stop();
    };
  }, [device, host]);
  return view;
}
