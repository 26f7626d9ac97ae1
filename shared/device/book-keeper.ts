/** Keeps the copy of the dossiers whole and young: asks for pages as rules/sync decides, takes them in, raises its alarms; it reads no row. */
import type { AlarmName } from '../contract/alarm.ts';
import { kioskLimits } from '../contract/kiosk-limits.ts';
import { type SyncPhase, stepSync } from '../rules/sync.ts';
import type { Book, BookFigures } from './book.ts';
import { takePage } from './book-page.ts';
import type { LinkView } from './device.ts';
import { isQuota } from './disk.ts';
import type { Link } from './link.ts';
import type { Ports } from './ports.ts';

export interface KeeperParts {
  readonly book: Book;
  readonly link: Pick<Link, 'ask' | 'view' | 'onChange'>;
  readonly ports: Pick<Ports, 'clock' | 'chance'>;
  readonly raise: (alarm: AlarmName, detail?: string) => void;
  readonly clear: (alarm: AlarmName) => void;
}

type SyncEvent = Parameters<typeof stepSync>[1];

export class BookKeeper {
  readonly #parts: KeeperParts;
  readonly #startedAt: number;
  #phase: SyncPhase = { kind: 'off' };
  #cancelWait: () => void = () => {};
  #stopListening: () => void = () => {};
  /** Counts questions: the answer to one that was given up is nobody's business. */
  #asks = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#startedAt = parts.ports.clock.monoMs();
  }

  start(): void {
    const follow = ({ state }: LinkView): void =>
      this.#step({ kind: state === 'online' ? 'online' : 'offline' });
    this.#stopListening = this.#parts.link.onChange(follow);
    follow(this.#parts.link.view());
  }

  /** Resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.#stopListening();
    this.#step({ kind: 'offline' });
    await this.#work;
  }

  /** The device was told another site, or is not welcome any more: nothing of the copy may stay. */
  async forget(): Promise<void> {
    await this.#parts.book.wipe();
  }

  /** The device was told its configuration anew. */
  settle(): Promise<void> {
    return this.#parts.book.settle();
  }

  /** Once a minute. */
  async keepHouse(): Promise<BookFigures> {
    const { book, link, ports, raise, clear } = this.#parts;
    await book.sweep();
    const figures = await book.figures();
    const isOld = figures.syncedMs === null || figures.syncedMs > kioskLimits.bookStaleMs;
    const isUpLong = ports.clock.monoMs() - this.#startedAt > kioskLimits.bookStaleMs;
    if (!isOld) clear('book-stale');
    else if (isUpLong && link.view().state === 'online') raise('book-stale', `${figures.rows} rows`);
    return figures;
  }

  #step(event: SyncEvent): void {
    const { clock, chance } = this.#parts.ports;
    const { phase, command } = stepSync(this.#phase, event, chance.unit());
    this.#phase = phase;
    if (command === null) return;
    this.#cancelWait();
    this.#asks += 1;
    if (command.kind === 'wait')
      this.#cancelWait = clock.after(command.ms, () => this.#step({ kind: 'waited' }));
    else if (command.kind === 'ask') this.#work = this.#ask(this.#asks);
  }

  async #ask(ask: number): Promise<void> {
    const event = await this.#page().catch((cause: unknown): SyncEvent | Promise<SyncEvent> => {
      if (isQuota(cause)) return this.#giveWay();
      return { kind: 'failed', retryAfterMs: 0 };
    });
    if (ask === this.#asks) this.#step(event);
  }

  /** Asks for one page and takes it in. Rejects when the store refuses it. */
  async #page(): Promise<SyncEvent> {
    const { book, link, raise, clear } = this.#parts;
    await book.settle();
    const cursor = (await book.state())?.cursor ?? '';
    const reply = await link.ask({ kind: 'sync', cursor });
    if (!reply.ok) return { kind: 'failed', retryAfterMs: reply.refusal.retryAfterMs ?? 0 };
    if (reply.value.kind !== 'sync') return { kind: 'failed', retryAfterMs: 0 };
    const { kind, unread } = await takePage(book, reply.value, cursor);
    if (kind === 'stale') return { kind: 'failed', retryAfterMs: 0 };
    if (unread > 0) raise('unknown-status', `${unread} rows of a newer centre`);
    if (!reply.value.more) {
      clear('book-full');
      clear('book-stale');
    }
    return { kind: 'taken', more: reply.value.more };
  }

  /** The disk is nearly full: what can be had again makes room for what cannot. */
  async makeRoom(): Promise<void> {
    this.#step(await this.#giveWay());
  }

  async #giveWay(): Promise<SyncEvent> {
    this.#parts.raise('book-full');
    await this.#parts.book.wipe().catch(() => this.#parts.raise('storage-failed'));
    return { kind: 'full' };
  }
}
