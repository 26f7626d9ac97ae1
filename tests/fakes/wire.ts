// A wire without sockets: a test sees each dial and each message, and speaks as broker and centre.
import { parseTopic, topics } from '../../shared/contract/topics.ts';
import {
  type Connection,
  DialRefused,
  type Identity,
  type Will,
  type Wire,
} from '../../shared/device/ports.ts';

/** What a device says, looked into field by field. */
export interface SaidBody {
  readonly kind?: string;
  readonly rid?: string;
  readonly t0?: number;
  readonly s?: string;
  readonly sess?: number;
  readonly [field: string]: unknown;
}
export interface Said {
  readonly topic: string;
  readonly channel: string;
  readonly qos: 0 | 1;
  readonly body: SaidBody;
}

export class FakeConnection implements Connection {
  readonly identity: Identity;
  readonly will: Will;
  readonly filters: string[] = [];
  readonly said: Said[] = [];
  isClosed = false;
  /** It was ended well: the broker says no will. */
  isFarewell = false;
  /** Called with each message as it is said. */
  onSaid: (said: Said) => void = () => {};
  #onMessage: (topic: string, bytes: Uint8Array) => void = () => {};
  #onClose: () => void = () => {};
  readonly #subscribed: Promise<void>;

  constructor(identity: Identity, will: Will, subscribed: Promise<void>) {
    this.identity = identity;
    this.will = will;
    this.#subscribed = subscribed;
  }

  publish(topic: string, bytes: Uint8Array, qos: 0 | 1): void {
    if (this.isClosed) throw new Error('published on a closed connection');
    const parsed = parseTopic(topic);
    const body = JSON.parse(new TextDecoder().decode(bytes));
    const said = { topic, channel: parsed?.kind === 'up' ? parsed.channel : '?', qos, body };
    this.said.push(said);
    this.onSaid(said);
  }

  subscribe(filters: readonly string[]): Promise<void> {
    this.filters.push(...filters);
    return this.#subscribed;
  }

  onMessage(listener: (topic: string, bytes: Uint8Array) => void): void {
    this.#onMessage = listener;
  }

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  close(how?: 'farewell'): void {
    this.isFarewell ||= how === 'farewell' && !this.isClosed;
    this.isClosed = true;
  }

  /** Everything said on one channel. */
  on(channel: string): SaidBody[] {
    return this.said.filter((one) => one.channel === channel).map((one) => one.body);
  }

  /** The centre says something on a topic of this device. */
  hear(channel: 'rcpt' | 'res' | 'cfg' | 'cmd', value: unknown): void {
    this.hearTopic(topics.down(this.identity.device, channel), value);
  }

  hearTopic(topic: string, value: unknown): void {
    const bytes = value instanceof Uint8Array ? value : new TextEncoder().encode(JSON.stringify(value));
    if (!this.isClosed) this.#onMessage(topic, bytes);
  }

  beacon(more: { asks?: 'state'; s?: 'up' | 'down' } = {}): void {
    this.hearTopic(topics.centre('one'), { v: 1, instance: 'one', s: 'up', at: 1, ...more });
  }

  /** The broker, or the network, ends it. */
  drop(): void {
    this.isClosed = true;
    this.#onClose();
  }
}

/** `accept`, `refuse` (credentials), `fail` (no network), `silent` (no CONNACK ever), `deaf` (no SUBACK ever). */
export type DialScript = 'accept' | 'refuse' | 'fail' | 'silent' | 'deaf';

export class FakeWire implements Wire {
  readonly dials: FakeConnection[] = [];
  script: DialScript = 'accept';
  onDial: (connection: FakeConnection) => void = () => {};

  async dial(identity: Identity, will: Will): Promise<Connection> {
    const never = new Promise<never>(() => {});
    const connection = new FakeConnection(identity, will, this.script === 'deaf' ? never : Promise.resolve());
    this.dials.push(connection);
    if (this.script === 'refuse') throw new DialRefused('bad user name or password');
    if (this.script === 'fail') throw new Error('no network');
    if (this.script === 'silent') return never;
    this.onDial(connection);
    return connection;
  }

  /** The connection of the last dial. */
  get last(): FakeConnection {
    const last = this.dials.at(-1);
    if (last === undefined) throw new Error('nobody has dialled');
    return last;
  }

  /** Connections that nobody has closed. */
  get open(): FakeConnection[] {
    return this.dials.filter((one) => !one.isClosed);
  }
}
