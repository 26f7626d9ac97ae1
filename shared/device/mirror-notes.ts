/** What a tap tells the mirror, kept until the mirror's keeper has been loaded behind the first paint; it reads no file. */
import type { Row } from '../rules/outbox.ts';
import type { Belongings, MirrorKeeper } from './mirror.ts';

type Note = (keeper: MirrorKeeper) => void;

export class MirrorNotes {
  #keeper: MirrorKeeper | undefined;
  #waiting: Note[] = [];
  #isClosed = false;

  noteRow(row: Row): void {
    this.#note((keeper) => keeper.noteRow(row));
  }

  noteBelongings(belongings: Belongings): void {
    this.#note((keeper) => keeper.noteBelongings(belongings));
  }

  /** Hands everything noted so far, and from now on, to the keeper. */
  passTo(keeper: MirrorKeeper): void {
    if (this.#isClosed) {
      keeper.close();
      return;
    }
    this.#keeper = keeper;
    for (const note of this.#waiting) note(keeper);
    this.#waiting = [];
  }

  close(): void {
    this.#isClosed = true;
    this.#keeper?.close();
  }

  #note(note: Note): void {
    if (this.#keeper === undefined) this.#waiting.push(note);
    else note(this.#keeper);
  }
}
