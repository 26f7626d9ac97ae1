// A mirror in memory that can fail, be slow, or lose the end of what it was writing when the power goes.
import type { Mirror } from '../../shared/device/ports.ts';

export class FakeMirror implements Mirror {
  /** What stands in the file. */
  lines: string[] = [];
  /** Every append or rewrite rejects. */
  isFailing = false;
  /** It cannot be opened, as when another page still holds the file. */
  isLocked = false;
  isOpen = false;
  rewrites = 0;
  #held: (() => void)[] = [];
  #isSlow = false;

  async open(): Promise<readonly string[]> {
    if (this.isLocked) throw new Error('NoModificationAllowedError');
    this.isOpen = true;
    return [...this.lines];
  }

  async append(lines: readonly string[]): Promise<void> {
    await this.#turn();
    this.lines.push(...lines);
  }

  async rewrite(lines: readonly string[]): Promise<void> {
    await this.#turn();
    this.rewrites += 1;
    this.lines = [...lines];
  }

  close(): void {
    this.isOpen = false;
  }

  /** From now on writes wait until `release`. */
  hold(): void {
    this.#isSlow = true;
  }

  release(): void {
    this.#isSlow = false;
    for (const go of this.#held.splice(0)) go();
  }

  /** The power went while the last line was being written. */
  tear(): void {
    const last = this.lines.pop();
    if (last !== undefined) this.lines.push(last.slice(0, Math.floor(last.length / 2)));
  }

  parsed(): { k: string; [field: string]: unknown }[] {
    return this.lines.map((line) => JSON.parse(line));
  }

  async #turn(): Promise<void> {
    if (!this.isOpen) throw new Error('the mirror is not open');
    if (this.#isSlow) await new Promise<void>((resolve) => this.#held.push(resolve));
    if (this.isFailing) throw new Error('the mirror file takes no more bytes');
  }
}
