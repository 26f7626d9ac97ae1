/** What the copy of the dossiers keeps on the disk, as types; it holds no code, no name and no title. */
import type { PackedAnswer } from '../contract/dossier-sync.ts';
import type { Text } from '../contract/scale.ts';

/** A number in the store of texts, or the text itself where that store has no more room. */
export type TextRef = number | Text;

export interface BookRow {
  /** The feed it came with; 0: it was only asked for. */
  readonly g: number;
  readonly a: PackedAnswer<TextRef, string | null>;
  /** Age clock at which the centre answered it, and how old the centre's knowledge was then (ms). */
  readonly asked?: number;
  readonly before?: number;
}

/** A moment by both clocks: ms of the age clock here, ms of wall time at the centre. */
export interface Moment {
  readonly age: number;
  readonly at: number;
}

/** How far the copy has come; written with the rows that it speaks of. */
export interface BookState {
  readonly site: string;
  readonly cursor: string;
  /** The feed that pages belong to now, and the one that was last whole (0: none); they differ while a new one comes in. */
  readonly generation: number;
  readonly whole: number;
  readonly begun: Moment;
  /** The last page that said that there is no more. */
  readonly synced: Moment | null;
  readonly sources: readonly (readonly [string, number])[];
  /** Units of which the whole feed tells all, and those of the one that comes in; null: the province. */
  readonly covers: readonly string[] | null;
  readonly coming: readonly string[] | null;
  /** No row of an older feed is left. */
  readonly isSwept: boolean;
}
