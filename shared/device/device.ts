/** What a screen may ask of its device, as types only; the hands behind it are put together in start.ts. */
import type { AlarmName } from '../contract/alarm.ts';
import type { DossierAnswer } from '../contract/dossier.ts';
import type { EventBodies } from '../contract/event.ts';
import type { AppName, DeviceId, EpochId, EventId } from '../contract/ids.ts';
import type { EventType, Lane } from '../contract/lanes.ts';
import type { CallReply, ClockQuality, DossierQuestion, LetterReply } from '../contract/messages.ts';
import type { Result } from '../contract/refusal.ts';
import type { DeviceConfig } from '../contract/site-config.ts';

export type LinkState = 'offline' | 'dialling' | 'greeting' | 'online' | 'refused';
/** `online` only after a hello was answered and while the centre is heard; `centreHeard`: a beacon, receipt or answer within 45 s. */
export interface LinkView {
  readonly state: LinkState;
  readonly centreHeard: boolean;
}

/** Where an event stands; handed back by `record` once the strict transaction has committed. */
export interface Place {
  readonly epoch: EpochId;
  readonly lane: Lane;
  readonly seq: number;
  readonly id: EventId;
}

export interface RecordOptions {
  /** Counter or visit; never a person or a dossier. */
  readonly subject?: string;
  /** Undo window in ms: the row stays *held* for so long (0: settled at once). */
  readonly holdMs?: number;
}

/** A cached status: `answer.asOf` is the age of the knowledge. `isAmber` after 30 min; older than 72 h is never handed out. */
export interface KeptAnswer {
  readonly answer: DossierAnswer;
  readonly isAmber: boolean;
}

/** What a kiosk without the centre can honestly say of a code that its copy does not hold: not known at `asOf` (ms), or not ours to know. */
export type Absence = { readonly kind: 'absent'; readonly asOf: number } | { readonly kind: 'elsewhere' };

export interface Answers {
  find(code: string): Promise<KeptAnswer | undefined>;
  /** Whether `find` would know it; cheaper, for a camera that looks ten times a second. */
  has(code: string): Promise<boolean>;
  /** Undefined while the copy is not whole, or too old to say. */
  absence(code: string): Promise<Absence | undefined>;
  /** Keeps the bare tier only; `private` is dropped here. */
  keep(code: string, answer: DossierAnswer): Promise<void>;
}

/** The procedure catalogue as it lies on the device; the old one stays until the new is whole. */
export interface CatalogueShelf {
  /** The address of the file that can be opened; undefined while there is none. */
  held(): string | undefined;
  onChange(listener: () => void): () => void;
  /** Its bytes, a copy; undefined while there are none. */
  open(): Promise<ArrayBuffer | undefined>;
  /** The file could not be read: it is thrown away and fetched again. */
  discard(): Promise<void>;
}

export interface Device {
  readonly id: DeviceId;
  readonly app: AppName;
  readonly answers: Answers;
  /** Kiosks only: loaded when it is first asked for. */
  readonly openCatalogue?: () => Promise<CatalogueShelf>;
  config(): DeviceConfig;
  onConfig(listener: (config: DeviceConfig) => void): () => void;
  link(): LinkView;
  onLink(listener: (view: LinkView) => void): () => void;
  /**
   * Writes one event in one strict transaction; resolves after the commit, with its place. Rejects with StorageFull or
   * StorageFailed: then nothing was written, there must be no thanks, and the alarm is already raised.
   */
  record<T extends EventType>(type: T, data: EventBodies[T], options?: RecordOptions): Promise<Place>;
  /** From held to undone; false when it was already settled: the screen then says that the answer has been sent. */
  undo(place: Place): Promise<boolean>;
  /** Marks a rating as painted thanks; a row never marked is flagged `unthanked` at the next start. */
  thanked(place: Place): void;
  /** Asks the centre: an answer, null for not found, or a refusal (E_BUSY: no centre within the wait; E_RATE: asked too often). */
  ask(question: Pick<DossierQuestion, 'code' | 'secret' | 'via'>): Promise<Result<DossierAnswer | null>>;
  /**
   * Tells the centre whether the letter of apology for a late dossier has come; answers with the unit that answers for it. Refuses
   * E_BUSY (no centre, or it knows no such late dossier) or E_RATE.
   */
  letter(code: string, got: boolean): Promise<Result<LetterReply>>;
  /** Calls a person to this device; resolves once the call stands on the board. Refuses E_BUSY or E_RATE. */
  call(): Promise<Result<CallReply>>;
  /** Corrected time in ms and how well it is known. */
  now(): { readonly ms: number; readonly quality: ClockQuality };
  raise(alarm: AlarmName, detail?: string): void;
  clear(alarm: AlarmName): void;
  /** The screen is at rest (no visit, nothing on it): only then may a new version be taken in use. */
  setAtRest(isAtRest: boolean): void;
  /** Rows per lane not yet receipted, for a staff line. */
  depth(): Promise<readonly [number, number, number, number]>;
}

export type StartOutcome =
  | { readonly kind: 'ready'; readonly device: Device }
  /** No identity yet: the screen asks for a one-time code. `codeFromLink` was in the fragment, which is already wiped. */
  | {
      readonly kind: 'enrol';
      readonly codeFromLink?: string;
      readonly enrol: (code: string) => Promise<Result<Device>>;
    }
  /** Another tab or window of this browser profile runs the app; `free` resolves when that one has gone. */
  | { readonly kind: 'already-open'; readonly free: Promise<void> }
  | { readonly kind: 'storage-failed'; readonly detail: string };
