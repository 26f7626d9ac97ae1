// The origin's private file system in memory: one writer per file, and a power cut that keeps only what was flushed.
interface Stored {
  bytes: Uint8Array;
  /** What a power cut leaves. */
  flushed: Uint8Array;
  isLocked: boolean;
}

export class PrivateFiles {
  readonly files = new Map<string, Stored>();
  /** Bytes that may still be written before the disk is full. */
  room = Number.POSITIVE_INFINITY;
  /** These files cannot be opened now. */
  readonly refused = new Set<string>();

  async getFileHandle(name: string) {
    const file = this.files.get(name) ?? {
      bytes: new Uint8Array(),
      flushed: new Uint8Array(),
      isLocked: false,
    };
    this.files.set(name, file);
    return { createSyncAccessHandle: async () => this.#open(name, file) };
  }

  #open(name: string, file: Stored) {
    if (file.isLocked || this.refused.has(name)) throw new DOMException('', 'NoModificationAllowedError');
    file.isLocked = true;
    return {
      getSize: () => file.bytes.byteLength,
      read: (into: Uint8Array, { at }: { at: number }) => {
        into.set(file.bytes.subarray(at, at + into.byteLength));
        return Math.min(into.byteLength, file.bytes.byteLength - at);
      },
      write: (from: Uint8Array, { at }: { at: number }) => {
        const n = Math.min(from.byteLength, this.room);
        this.room -= n;
        const bytes = new Uint8Array(Math.max(file.bytes.byteLength, at + n));
        bytes.set(file.bytes);
        bytes.set(from.subarray(0, n), at);
        file.bytes = bytes;
        return n;
      },
      truncate: (size: number) => {
        file.bytes = file.bytes.slice(0, size);
      },
      flush: () => {
        file.flushed = file.bytes.slice();
      },
      close: () => {
        file.isLocked = false;
      },
    };
  }

  /** The page is gone: its files are free. */
  release(): void {
    for (const file of this.files.values()) file.isLocked = false;
  }

  /** The power goes: of what was not flushed nothing is left. */
  cut(): void {
    for (const file of this.files.values()) {
      file.bytes = file.flushed.slice();
      file.isLocked = false;
    }
  }

  /** Damage: bytes from `at` on are zero. */
  damage(name: string, at: number, length: number): void {
    this.files.get(name)?.bytes.fill(0, at, at + length);
  }

  text(name: string): string {
    return new TextDecoder().decode(this.files.get(name)?.bytes);
  }
}
