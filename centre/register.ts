/** The devices a centre knows: who they are, where they stand, how they prove it; it knows no socket. */
import type { Result } from '../shared/contract/refusal.ts';
import { accept, refuse } from '../shared/contract/refusal.ts';
import type { LedgerFile } from './ledger-file.ts';
import { fits, hashOf, makeCode, makeSecret, makeSuffix } from './secrets.ts';
import type { Spent } from './spent.ts';
import type { DeviceTable } from './tables.ts';

export type AppName = DeviceTable['app'];
export type KnownDevice = Readonly<DeviceTable>;

export interface NewDevice {
  readonly id: string;
  readonly app: AppName;
  readonly site: string;
  readonly counter: string | null;
  readonly simulated: boolean;
}

/** Codes are shown once; the register keeps their hashes. */
export interface OneTimeCodes {
  readonly linkCode: string; // 26 characters, 130 bits
  readonly typedCode: string; // 10 characters, 50 bits
  readonly expiresAt: number;
}

export interface RegisterParts {
  readonly file: LedgerFile;
  readonly spent: Spent;
  readonly now: () => number;
  readonly codeMs: number;
}

export class Register {
  readonly #parts: RegisterParts;
  readonly #devices = new Map<string, KnownDevice>();

  constructor(parts: RegisterParts) {
    this.#parts = parts;
    const { file } = parts;
    for (const row of file.rows(file.query.selectFrom('device').selectAll())) this.#devices.set(row.id, row);
  }

  find(id: string): KnownDevice | undefined {
    return this.#devices.get(id);
  }

  list(): KnownDevice[] {
    return [...this.#devices.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  isSimulated(id: string): boolean {
    return this.#devices.get(id)?.simulated === 1;
  }

  isRevoked(id: string): boolean {
    return (this.#devices.get(id)?.revoked_at ?? null) !== null || this.#parts.spent.isRevoked(id);
  }

  /** Whether this is the device's secret; takes as long for an unknown device. */
  isSecret(id: string, secret: string): boolean {
    const device = this.#devices.get(id);
    return fits(secret, device?.secret_hash ?? null) && !this.isRevoked(id);
  }

  /** Adds a device to be. Refuses E_CONFLICT when the id is taken, E_REVOKED when it was once revoked. */
  add(wish: NewDevice): Result<KnownDevice> {
    if (this.isRevoked(wish.id)) return refuse('E_REVOKED', { path: 'id' });
    if (this.#devices.has(wish.id))
      return refuse('E_CONFLICT', { path: 'id', expected: 'an id that is not in use' });
    const row: KnownDevice = {
      ...wish,
      simulated: wish.simulated ? 1 : 0,
      secret_hash: null,
      moves: 0,
      added_at: this.#parts.now(),
      enrolled_at: null,
      revoked_at: null,
    };
    const { file } = this.#parts;
    file.run(file.query.insertInto('device').values(row));
    this.#devices.set(row.id, row);
    return accept(row);
  }

  /** Site or counter of a device; its configuration's version rises when they change. */
  move(id: string, site: string, counter: string | null): void {
    const device = this.#devices.get(id);
    if (device === undefined || (device.site === site && device.counter === counter)) return;
    this.#change(device, { site, counter, moves: device.moves + 1 });
  }

  /** One-time codes for a device; codes made before stay good until they expire. */
  makeCodes(device: KnownDevice): OneTimeCodes {
    const { file, now, codeMs } = this.#parts;
    const codes = { linkCode: makeCode(26), typedCode: makeCode(10), expiresAt: now() + codeMs };
    const rows = [codes.linkCode, codes.typedCode].map((code) => ({
      hash: hashOf(code),
      device: device.id,
      app: device.app,
      counter: device.counter,
      expires_at: codes.expiresAt,
      used_at: null,
    }));
    file.run(file.query.insertInto('enrol_code').values(rows));
    return codes;
  }

  /** A demo code: usable many times, each use makes a new device. Kept over restarts, so that a printed link stays good. */
  standingCode(app: AppName, counter: string | null, code: string): void {
    const { file } = this.#parts;
    file.run(
      file.query
        .insertInto('enrol_code')
        .values({ hash: hashOf(code), device: null, app, counter, expires_at: null, used_at: null })
        .onConflict((c) => c.column('hash').doUpdateSet({ counter })),
    );
  }

  /**
   * A code for an identity and its secret. Refuses E_ENROL, always alike, for a code that is wrong, used, expired, of another app
   * or of a revoked device. `site` is where a demo code's new devices stand.
   */
  enrol(app: AppName, code: string, site: string | null): Result<{ device: KnownDevice; secret: string }> {
    const { file, spent, now } = this.#parts;
    const hash = hashOf(code);
    const [row] = file.rows(file.query.selectFrom('enrol_code').selectAll().where('hash', '=', hash));
    const wrong = refuse('E_ENROL', { path: 'code' });
    if (row === undefined || row.app !== app || row.used_at !== null || spent.isCodeUsed(hash)) return wrong;
    if (row.expires_at !== null && row.expires_at < now()) return wrong;
    const device =
      row.device === null ? this.#addDemo(app, row.counter, site) : this.#devices.get(row.device);
    if (device === undefined || this.isRevoked(device.id)) return wrong;
    if (row.device !== null) this.#spendCodes(row.device, hash);
    const secret = makeSecret();
    const enrolled = this.#change(device, { secret_hash: hashOf(secret), enrolled_at: now() });
    return accept({ device: enrolled, secret });
  }

  /** Dead from now on, whatever a restored ledger says. False when there is no such device. */
  revoke(id: string): boolean {
    const device = this.#devices.get(id);
    if (device === undefined) return false;
    this.#parts.spent.revoke(id);
    this.#change(device, { revoked_at: this.#parts.now(), secret_hash: null });
    return true;
  }

  #addDemo(app: AppName, counter: string | null, site: string | null): KnownDevice | undefined {
    if (site === null) return undefined;
    const added = this.add({ id: `${app}-${makeSuffix()}`, app, site, counter, simulated: false });
    return added.ok ? added.value : undefined;
  }

  /** The used one in the file that survives a restore; its sister (link and typed belong together) with it. */
  #spendCodes(device: string, used: string): void {
    const { file, spent, now } = this.#parts;
    const open = file.query.selectFrom('enrol_code').select('hash').where('device', '=', device);
    spent.useCode(used);
    for (const { hash } of file.rows(open.where('used_at', 'is', null))) spent.useCode(hash);
    file.run(
      file.query
        .updateTable('enrol_code')
        .set({ used_at: now() })
        .where('device', '=', device)
        .where('used_at', 'is', null),
    );
  }

  #change(device: KnownDevice, change: Partial<DeviceTable>): KnownDevice {
    const { file } = this.#parts;
    file.run(file.query.updateTable('device').set(change).where('id', '=', device.id));
    const changed = { ...device, ...change };
    this.#devices.set(device.id, changed);
    return changed;
  }
}
