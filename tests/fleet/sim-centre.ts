/** The centre of a simulated world: the real ledger and intake behind a broker made of timers; it can be killed, cut off and restored. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Intake } from '../../centre/intake.ts';
import { Ledger } from '../../centre/ledger.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import { Twins } from '../../centre/twins.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import { requestMessage, type WelcomeClaims } from '../../shared/contract/messages.ts';
import { readBytes, writeBytes } from '../../shared/contract/reader.ts';
import { parseTopic, topics } from '../../shared/contract/topics.ts';
import type { Connection, Identity } from '../../shared/device/ports.ts';
import type { World } from './world.ts';

interface Socket {
  readonly device: DeviceId;
  readonly owner: object;
  isOpen: boolean;
  onMessage: (topic: string, bytes: Uint8Array) => void;
  onClose: () => void;
}

/** The claims travel unsigned here: a simulation of thousands of days tests delivery, and signatures have tests of their own. */
export function claimsAsText(claims: WelcomeClaims): string {
  return JSON.stringify(claims);
}

export class SimCentre {
  isUp = true;
  isReachable = true;
  /** Share of messages lost in either direction. */
  loss = 0;
  readonly #world: World;
  readonly #sockets = new Map<DeviceId, Socket>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'motcua-sim-'));
  #file: LedgerFile;
  #intake: Intake;
  #ledger: Ledger;
  #twins = new Twins();
  #life = 0;
  #backups = 0;

  constructor(world: World) {
    this.#world = world;
    this.#file = openLedgerFile(':memory:');
    this.#ledger = new Ledger(this.#file);
    this.#intake = this.#makeIntake();
    this.#beat();
  }

  #makeIntake(): Intake {
    const life = this.#life;
    return new Intake({
      ledger: this.#ledger,
      register: { isRevoked: () => false, isSimulated: () => false },
      now: () => this.#world.now,
      send: (device, receipt) => {
        if (life === this.#life) this.#send(device, topics.down(device, 'rcpt'), writeBytes(receipt));
      },
      log: () => {},
      defer: (work) => {
        this.#world.after(this.#world.between(0, 5), () => {
          if (life === this.#life) work();
        });
      },
    });
  }

  // ---- what devices see -----------------------------------------------------------------------------------------------

  async dial(identity: Identity, owner: object): Promise<Connection> {
    await this.#world.sleep(this.#world.between(1, 60));
    if (!this.isUp || !this.isReachable) throw new Error('no route');
    const { device } = identity;
    this.#close(device); // one client id, one session
    const socket: Socket = { device, owner, isOpen: true, onMessage: () => {}, onClose: () => {} };
    this.#sockets.set(device, socket);
    return {
      publish: (topic, bytes) => this.#arrive(socket, topic, bytes),
      subscribe: () => this.#world.sleep(1),
      onMessage: (listener) => {
        socket.onMessage = listener;
      },
      onClose: (listener) => {
        socket.onClose = listener;
      },
      close: () => {
        socket.isOpen = false;
        if (this.#sockets.get(device) === socket) this.#sockets.delete(device);
      },
    };
  }

  /** The page behind a socket has died. */
  hangUp(owner: object): void {
    for (const [device, socket] of this.#sockets) {
      if (socket.owner !== owner) continue;
      socket.isOpen = false;
      this.#sockets.delete(device);
    }
  }

  #arrive(socket: Socket, topicText: string, bytes: Uint8Array): void {
    const life = this.#life;
    if (this.#world.chance(this.loss)) return;
    this.#world.after(this.#world.between(1, 40), () => {
      if (!this.isUp || life !== this.#life || !this.isReachable) return;
      const topic = parseTopic(topicText);
      if (topic?.kind !== 'up') return;
      if (topic.channel === 'evt') void this.#intake.receive(socket.device, bytes);
      else if (topic.channel === 'req') this.#answer(socket, bytes);
    });
  }

  #answer(socket: Socket, bytes: Uint8Array): void {
    const read = readBytes(requestMessage, bytes, limits.packetBytesMax);
    if (!read.ok) throw new Error(`a device asked wrongly: ${JSON.stringify(read.refusal)}`);
    const message = read.value;
    const t1 = this.#world.now;
    if (message.kind !== 'time' && message.kind !== 'hello') return;
    const { rid, t0 } = message;
    if (message.kind === 'time') {
      this.#send(
        socket.device,
        topics.down(socket.device, 'res'),
        writeBytes({ v: 1, rid, kind: 'time', t0, t1, t2: t1 }),
      );
      return;
    }
    const judged = this.#twins.judge(socket.device, message.bootid, t1);
    if (judged.kind === 'twin' && judged.isRefused) {
      const { retryAfterMs } = judged;
      const bytes = writeBytes({ v: 1, rid, kind: 'refused', code: 'E_TWIN', path: '', retryAfterMs });
      this.#send(socket.device, topics.down(socket.device, 'res'), bytes);
      return;
    }
    const lanes: WelcomeClaims['lanes'] = message.epochs.flatMap(({ epoch, lanes: held }) =>
      held.map(({ lane }) => {
        const line = this.#ledger.lineOf({ device: socket.device, epoch, lane });
        const hid = line.hid as NonNullable<WelcomeClaims['lanes'][number]['hid']> | null; // an id that came in as an EventId
        return { epoch, lane, hwm: line.hwm, ...(hid === null ? {} : { hid }) };
      }),
    );
    const jws = claimsAsText({ rid, aud: socket.device, lanes, cfgver: 1, cseq: 0, t0, t1, t2: t1 });
    this.#send(
      socket.device,
      topics.down(socket.device, 'res'),
      writeBytes({ v: 1, rid, kind: 'welcome', jws }),
    );
  }

  #send(device: DeviceId, topic: string, bytes: Uint8Array): void {
    const socket = this.#sockets.get(device);
    if (socket === undefined || this.#world.chance(this.loss)) return;
    this.#world.after(this.#world.between(1, 40), () => {
      if (socket.isOpen && this.isReachable) socket.onMessage(topic, bytes);
    });
  }

  #beat(): void {
    this.#world.after(limits.beaconEveryMs, () => {
      if (this.isUp) {
        const bytes = writeBytes({ v: 1, instance: 'sim', s: 'up', at: this.#world.now });
        for (const device of this.#sockets.keys()) this.#send(device, topics.centre('sim'), bytes);
      }
      this.#beat();
    });
  }

  #close(device: DeviceId): void {
    const socket = this.#sockets.get(device);
    if (socket === undefined) return;
    this.#sockets.delete(device);
    socket.isOpen = false;
    socket.onClose();
  }

  #closeAll(): void {
    for (const device of [...this.#sockets.keys()]) this.#close(device);
  }

  // ---- what may happen to it ------------------------------------------------------------------------------------------

  /** SIGKILL: what was not committed is gone, every socket breaks. */
  kill(): void {
    this.isUp = false;
    this.#life += 1;
    this.#closeAll();
  }

  start(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.#twins = new Twins();
    this.#ledger = new Ledger(this.#file);
    this.#intake = this.#makeIntake();
  }

  cutOff(): void {
    this.isReachable = false;
    // Half-open sockets: a device learns of it by its own watch, or when its socket breaks.
    if (this.#world.chance(0.6)) this.#closeAll();
  }

  backUp(): string {
    this.#backups += 1;
    const path = join(this.#folder, `backup-${this.#backups}.db`);
    this.#file.adapter.raw.exec(`VACUUM INTO '${path}'`);
    return path;
  }

  /** Puts an older ledger in the place of the present one. */
  restore(path: string): void {
    this.kill();
    this.#file.close();
    this.#backups += 1;
    const copy = join(this.#folder, `restored-${this.#backups}.db`);
    copyFileSync(path, copy);
    this.#file = openLedgerFile(copy);
    this.start();
  }

  // ---- what it holds --------------------------------------------------------------------------------------------------

  /** Rows of every event counted: id and body as JSON. */
  events(): { id: string; type: string; body: string }[] {
    return this.#file.rows(this.#file.query.selectFrom('event').select(['id', 'type', 'body']));
  }

  ratingCount(): number {
    const [row] = this.#file.rows(
      this.#file.query.selectFrom('rating').select((q) => q.fn.countAll<number>().as('n')),
    );
    return Number(row?.n ?? 0);
  }

  close(): void {
    this.kill();
    this.#file.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
