// Web Locks of one browser profile: each page takes its own, and all it held is free when it dies.
import type { Locks } from '../../shared/device/ports.ts';

export class FakeLocks {
  readonly #holders = new Map<string, symbol>();
  readonly #queue: { name: string; page: symbol; go: () => void }[] = [];

  page(): Locks & { die(): void } {
    const page = Symbol('page');
    const take = (name: string): boolean => {
      if (this.#holders.has(name)) return false;
      this.#holders.set(name, page);
      return true;
    };
    return {
      tryHold: async (name) => take(name),
      whenFree: (name) =>
        new Promise((resolve) => {
          if (this.#holders.has(name)) this.#queue.push({ name, page, go: resolve });
          else resolve();
        }),
      isFree: async (name) => !this.#holders.has(name),
      die: () => {
        for (const [name, holder] of this.#holders) if (holder === page) this.#free(name);
      },
    };
  }

  #free(name: string): void {
    this.#holders.delete(name);
    const at = this.#queue.findIndex((one) => one.name === name);
    const [next] = at < 0 ? [] : this.#queue.splice(at, 1);
    next?.go();
  }
}
