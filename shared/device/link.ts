/** The link to the centre: dials, says hello, asks and listens as rules/link decides; it knows no outbox row and no screen. */
import { makeRequestId } from '../contract/fresh-ids.ts';
import type { DeviceId, EpochId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import type {
  CentreState,
  Hello,
  Presence,
  Receipt,
  ResponseMessage,
  WelcomeClaims,
} from '../contract/messages.ts';
import { writeBytes } from '../contract/reader.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import { deviceFilters, qosOf, topics, type UpChannel } from '../contract/topics.ts';
import { spreadMs } from '../rules/backoff.ts';
import { hasJumped } from '../rules/clock.ts';
import { type LinkEvent, type LinkPhase, stepLink } from '../rules/link.ts';
import type { LinkView } from './device.ts';
import { readIncoming } from './inbox.ts';
import { type Boot, type Connection, DialRefused, type Identity, type Ports, type Wire } from './ports.ts';
import { presenceBytes } from './presence.ts';
import { type Question, Requests } from './requests.ts';
import type { ReadWelcome } from './signature.ts';

export interface LinkParts {
  readonly ports: Ports;
  readonly identity: Identity;
  readonly boot: Boot;
  readonly readWelcome: ReadWelcome;
  /** Raises and persists the session counter before each CONNECT. */
  readonly nextSession: () => Promise<number>;
  readonly epoch: () => Promise<EpochId>;
  readonly makeHello: (sess: number) => Promise<Omit<Hello, 'v' | 'rid' | 'kind' | 't0'>>;
  /** Resolves before the link counts as online. */
  readonly onWelcome: (claims: WelcomeClaims, t3: number) => Promise<void>;
  readonly onReceipt: (receipt: Receipt) => void;
  readonly onConfig: (config: unknown) => void;
  readonly onTime: (stamps: { t0: number; t1: number; t2: number; t3: number }) => void;
  readonly onRefused: (code: string) => void;
}

export class Link {
  readonly #parts: LinkParts;
  readonly #listeners = new Set<(view: LinkView) => void>();
  readonly #requests: Requests;
  #phase: LinkPhase = { kind: 'stopped' };
  #wire: Wire | undefined;
  #connection: Connection | undefined;
  #sess = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  #cancelWait: () => void = () => {};
  #cancelTick: () => void = () => {};
  #cancelBirth: () => void = () => {};
  /** Counts dials: what comes of an older one is nobody's business any more. */
  #dials = 0;
  #wasHeard = false;
  #stamp: { wallMs: number; monoMs: number };

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#requests = new Requests(parts.ports.clock, (message) => this.#send('req', writeBytes(message)));
    this.#stamp = this.#stamps();
  }

  start(): void {
    this.#step({ kind: 'start' });
    this.#cancelTick();
    this.#tick();
  }

  /** Says `off` where there is a link, and hangs up. */
  async stop(): Promise<void> {
    this.#cancelTick();
    if (this.#phase.kind === 'online') {
      await this.#sayPresence('off');
      this.#connection?.close('farewell');
      this.#connection = undefined;
    }
    this.#step({ kind: 'stop' });
  }

  /** The network came back, or something else makes the present connection doubtful: dial anew. */
  distrust(): void {
    this.#step({ kind: 'distrusted' });
  }

  view(): LinkView {
    const { kind } = this.#phase;
    return { state: kind === 'stopped' ? 'offline' : kind, centreHeard: this.#isHeard() };
  }

  get isOnline(): boolean {
    return this.#phase.kind === 'online';
  }

  onChange(listener: (view: LinkView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends bytes on a channel of this device; false when there is no connection. */
  publish(channel: UpChannel, bytes: Uint8Array): boolean {
    if (this.#connection === undefined || this.#phase.kind !== 'online') return false;
    this.#send(channel, bytes);
    return true;
  }

  /** Asks the centre; the same request id is repeated. Refuses E_BUSY when nothing answers in time, or what the centre refuses. */
  async ask(body: Question): Promise<Result<ResponseMessage>> {
    if (this.#phase.kind !== 'online') return refuse('E_BUSY', { expected: 'a link to the centre' });
    return this.#requests.question(
      body,
      makeRequestId((n) => this.#parts.ports.chance.bytes(n)),
    );
  }

  #step(event: LinkEvent): void {
    const { phase, commands } = stepLink(this.#phase, event, this.#parts.ports.chance.unit());
    const hasChanged = phase.kind !== this.#phase.kind;
    this.#phase = phase;
    if (event.kind !== 'waited' && (hasChanged || commands.length > 0)) this.#cancelWait();
    for (const command of commands) {
      if (command.kind === 'wait')
        this.#cancelWait = this.#parts.ports.clock.after(command.ms, () => this.#step({ kind: 'waited' }));
      else if (command.kind === 'hang-up') this.#hangUp();
      else if (command.kind === 'dial') void this.#dial();
      else void this.#greet();
    }
    if (hasChanged) this.#tell();
  }

  #tell(): void {
    const view = this.view();
    this.#wasHeard = view.centreHeard;
    for (const listener of this.#listeners) listener(view);
  }

  #hangUp(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#cancelBirth();
    connection?.close();
    this.#requests.giveUp();
  }

  async #dial(): Promise<void> {
    this.#hangUp();
    this.#dials += 1;
    const dial = this.#dials;
    const isCurrent = (): boolean => dial === this.#dials && this.#phase.kind === 'dialling';
    const fail = (isRefusal: boolean): void => {
      if (!isCurrent()) return;
      this.#dials += 1;
      this.#hangUp();
      if (isRefusal) this.#parts.onRefused('E_CREDENTIAL');
      this.#step({ kind: 'dial-failed', isRefusal });
    };
    this.#cancelWait = this.#parts.ports.clock.after(limits.dialWithinMs, () => fail(false));
    try {
      const connection = await this.#open(isCurrent);
      if (connection === undefined) return;
      await connection.subscribe(deviceFilters(this.#device));
      if (isCurrent() && this.#connection === connection) this.#step({ kind: 'dialled' });
    } catch (error) {
      fail(error instanceof DialRefused);
    }
  }

  /** Opens a connection and takes it as ours; undefined when it is not wanted any more. */
  async #open(isWanted: () => boolean): Promise<Connection | undefined> {
    this.#wire ??= await this.#parts.ports.wire();
    const sess = await this.#parts.nextSession();
    const will = { topic: topics.up(this.#device, 'state'), bytes: await this.#presenceBytes('lost', sess) };
    if (!isWanted()) return undefined;
    const connection = await this.#wire.dial(this.#parts.identity, will);
    if (!isWanted()) {
      connection.close();
      return undefined;
    }
    this.#connection = connection;
    this.#sess = sess;
    this.#stamp = this.#stamps();
    connection.onClose(() => {
      if (this.#connection !== connection) return;
      this.#hangUp();
      this.#step({ kind: 'closed' });
    });
    connection.onMessage((topic, bytes) => {
      if (this.#connection === connection) this.#receive(topic, bytes);
    });
    return connection;
  }

  async #greet(): Promise<void> {
    const connection = this.#connection;
    const event = await this.#hello().catch((): LinkEvent => ({ kind: 'hello-unanswered' }));
    if (connection === undefined || this.#connection !== connection) return;
    this.#step(event);
    if (event.kind === 'welcomed') await this.#sayPresence('ready');
  }

  /** Says hello and takes its answer in. Rejects when the store refuses; then it is said again later. */
  async #hello(): Promise<LinkEvent> {
    await this.#sayPresence('init');
    const rid = makeRequestId((n) => this.#parts.ports.chance.bytes(n));
    const body = await this.#parts.makeHello(this.#sess);
    const t0 = Math.round(this.#parts.ports.clock.monoMs());
    const answer = await this.#requests.ask({ v: 1, rid, kind: 'hello', ...body, t0 }, limits.helloWaitMs);
    if (answer?.message.kind === 'refused') {
      // Our own word that the connection has gone: #greet finds that by itself.
      if (this.#connection !== undefined) this.#parts.onRefused(answer.message.code);
      return { kind: 'hello-refused', retryAfterMs: answer.message.retryAfterMs ?? 0 };
    }
    if (answer?.message.kind !== 'welcome') return { kind: 'hello-unanswered' };
    const claims = await this.#parts.readWelcome(answer.message.jws, this.#parts.identity, rid);
    if (!claims.ok) {
      this.#parts.onRefused(claims.refusal.code);
      return { kind: 'hello-unanswered' };
    }
    await this.#parts.onWelcome(claims.value, answer.at);
    return { kind: 'welcomed' };
  }

  get #device(): DeviceId {
    return this.#parts.identity.device;
  }

  #send(channel: UpChannel, bytes: Uint8Array): void {
    this.#connection?.publish(topics.up(this.#device, channel), bytes, qosOf(channel));
  }

  #receive(topic: string, bytes: Uint8Array): void {
    const incoming = readIncoming(this.#device, topic, bytes);
    if (incoming === undefined) return;
    if (incoming.kind === 'centre') {
      this.#hearCentre(incoming.state);
      return;
    }
    this.#hear();
    if (incoming.kind === 'receipt') this.#parts.onReceipt(incoming.receipt);
    else if (incoming.kind === 'answer') this.#answer(incoming.answer);
    else if (incoming.kind === 'config') this.#parts.onConfig(incoming.config);
  }

  #answer(message: ResponseMessage): void {
    if (!this.#requests.answer(message) || message.kind !== 'time') return;
    const { t0, t1, t2 } = message;
    this.#parts.onTime({ t0, t1, t2, t3: Math.round(this.#parts.ports.clock.monoMs()) });
  }

  #hearCentre(state: CentreState): void {
    if (state.s !== 'up') return;
    this.#hear();
    if (state.asks !== 'state' || this.#phase.kind !== 'online') return;
    const { clock, chance } = this.#parts.ports;
    this.#cancelBirth();
    this.#cancelBirth = clock.after(spreadMs(0, limits.startSpreadMs, chance.unit()), () => {
      if (this.#phase.kind === 'online') void this.#sayPresence('ready');
    });
  }

  #hear(): void {
    this.#heardAt = this.#parts.ports.clock.monoMs();
    if (!this.#wasHeard) this.#tell();
  }

  #isHeard(): boolean {
    return this.#parts.ports.clock.monoMs() - this.#heardAt < limits.silenceMs;
  }

  #presenceBytes(s: Presence['s'], sess: number): Promise<Uint8Array> {
    const { ports, boot, epoch } = this.#parts;
    return presenceBytes({ boot, clock: ports.clock, epoch }, s, sess);
  }

  /** Never rejects: where the store cannot even tell its epoch, the will and the beacon's next question remain. */
  async #sayPresence(s: Presence['s']): Promise<void> {
    const connection = this.#connection;
    const bytes = await this.#presenceBytes(s, this.#sess).catch(() => undefined);
    if (bytes !== undefined && connection !== undefined && this.#connection === connection)
      this.#send('state', bytes);
  }

  #stamps(): { wallMs: number; monoMs: number } {
    return { wallMs: this.#parts.ports.clock.wallMs(), monoMs: this.#parts.ports.clock.monoMs() };
  }

  #tick(): void {
    const now = this.#stamps();
    const jumped = hasJumped(this.#stamp, now);
    this.#stamp = now;
    const isSilent = this.#phase.kind === 'online' && !this.#isHeard();
    if ((jumped && this.#phase.kind === 'online') || isSilent) this.distrust();
    else if (this.#wasHeard && !this.#isHeard()) this.#tell();
    this.#cancelTick = this.#parts.ports.clock.after(limits.beaconEveryMs, () => this.#tick());
  }
}
