/** Whether this kiosk holds a procedure catalogue, and the way to open it once for all visits; it reads no procedure. */
import type { CatalogueShelf, Device } from '../shared/device/device.ts';
import type { ProcedureBook } from './procedures-book.ts';

export interface Library {
  isThere(): boolean;
  onChange(listener: () => void): () => void;
  /** The catalogue that is held now; undefined while there is none that can be read. */
  book(): Promise<ProcedureBook | undefined>;
}

interface LibraryParts {
  readonly device: Pick<Device, 'openCatalogue'>;
  readonly readBook: (bytes: ArrayBuffer) => Promise<ProcedureBook | undefined>;
}

export function makeLibrary({ device, readBook }: LibraryParts): Library {
  const listeners = new Set<() => void>();
  let shelf: CatalogueShelf | undefined;
  let address: string | undefined;
  let opened: Promise<ProcedureBook | undefined> | undefined;

  /** A newer file is opened for the next visit; whoever reads the old one reads on. */
  function changed(): void {
    address = shelf?.held();
    for (const listener of listeners) listener();
  }
  device.openCatalogue?.().then(
    (found) => {
      shelf = found;
      found.onChange(changed);
      changed();
    },
    () => {}, // the device asks for it again, and has raised its alarm
  );

  async function open(): Promise<ProcedureBook | undefined> {
    const bytes = await shelf?.open();
    const book = bytes === undefined ? undefined : await readBook(bytes);
    if (book === undefined) await shelf?.discard();
    return book;
  }

  let openedAddress: string | undefined;
  return {
    isThere: () => address !== undefined,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    book() {
      if (opened !== undefined && openedAddress === address) return opened;
      void opened?.then((old) => old?.close());
      openedAddress = address;
      opened = open().catch(() => undefined);
      void opened.then((book) => {
        if (book === undefined) opened = undefined;
      });
      return opened;
    },
  };
}

/** The library of a real page: its catalogue is read in a worker that is loaded when it is first opened. */
export function openLibrary(
  device: Pick<Device, 'openCatalogue'>,
  after: (ms: number, then: () => void) => () => void,
): Library {
  return makeLibrary({
    device,
    async readBook(bytes) {
      const { openProceduresWorker, readBook } = await import('./procedures-reader.ts');
      return readBook(bytes, { open: openProceduresWorker, after });
    },
  });
}
