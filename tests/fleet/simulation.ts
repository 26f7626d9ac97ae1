/** Days of trouble from a seed: devices of real code on a real ledger, everything killed, wiped, cloned, cut off and restored in between. */
import type { DeviceId } from '../../shared/contract/ids.ts';
import { SimCentre } from './sim-centre.ts';
import { SimProfile, type Thanks } from './sim-profile.ts';
import { World } from './world.ts';

export interface SimulationResult {
  readonly seed: number;
  readonly thanked: number;
  readonly counted: number;
  /** Thanked, then destroyed on every disk that held them (a wipe inside the mirror's second, an image thrown away): nobody can count these. */
  readonly destroyed: number;
  readonly faults: readonly string[];
  /** What broke the promise; empty when it held. */
  readonly broken: readonly string[];
}

const tenYearsMs = 10 * 365 * 86_400_000;
const profilesMax = 4;

type Fault = readonly [weight: number, name: string, run: () => Promise<void>];

class Simulation {
  readonly #world: World;
  readonly #seed: number;
  readonly #centre: SimCentre;
  readonly #profiles: SimProfile[] = [];
  readonly #thanks: Thanks[] = [];
  readonly #destroyed = new Set<string>();
  readonly #faults: string[] = [];
  #backup: string | undefined;
  #image: SimProfile | undefined;

  constructor(seed: number) {
    this.#seed = seed;
    this.#world = new World(seed);
    this.#centre = new SimCentre(this.#world);
  }

  async run(): Promise<SimulationResult> {
    try {
      await this.#trouble();
      await this.#heal();
      return await this.#judge();
    } finally {
      for (const profile of [...this.#profiles, ...(this.#image === undefined ? [] : [this.#image])])
        await profile.remove();
      this.#centre.close();
    }
  }

  #newProfile(device: string): SimProfile {
    const store = `sim-${this.#seed}-${this.#profiles.length}-${this.#world.between(0, 1e9)}`;
    return new SimProfile(this.#world, this.#centre, device as DeviceId, store); // of the form of a device id
  }

  #pick(): SimProfile {
    const profile = this.#profiles[this.#world.between(0, this.#profiles.length - 1)];
    if (profile === undefined) throw new Error('a world without a device');
    return profile;
  }

  async #trouble(): Promise<void> {
    const world = this.#world;
    for (let i = 0; i < world.between(1, 2); i += 1) {
      const profile = this.#newProfile(`tablet-sim-${i}`);
      this.#profiles.push(profile);
      await profile.open();
    }
    await world.run(world.between(0, 3_000));
    const steps = world.between(20, 60);
    for (let step = 0; step < steps; step += 1) {
      if (world.chance(0.6)) await this.#tap();
      else await this.#fault();
      await world.run(world.chance(0.7) ? world.between(0, 900) : world.between(1_000, 90_000));
      for (const profile of this.#profiles)
        if (profile.page === undefined && world.chance(0.5)) await profile.open();
      if (!this.#centre.isUp && world.chance(0.4)) this.#centre.start();
      if (!this.#centre.isReachable && world.chance(0.4)) this.#centre.isReachable = true;
    }
  }

  async #tap(): Promise<void> {
    const world = this.#world;
    const profile = this.#pick();
    const tapping = profile.tap(world.between(0, 2), world.chance(0.7) ? 0 : 3_000).then(async (thanks) => {
      if (thanks === undefined) return;
      this.#thanks.push(thanks);
      if (!world.chance(0.15)) return;
      await world.sleep(world.between(0, 4_000));
      await profile.undo(thanks);
    });
    tapping.catch((error: unknown) => this.#faults.push(`tap failed: ${String(error)}`));
    await world.run(world.chance(0.8) ? world.between(1, 30) : 0);
  }

  async #fault(): Promise<void> {
    const world = this.#world;
    const faults: Fault[] = [
      [10, 'page killed', () => this.#pick().kill()],
      [5, 'centre killed', async () => this.#centre.kill()],
      [5, 'network cut', async () => this.#centre.cutOff()],
      [5, 'messages lost', async () => this.#setLoss()],
      [3, 'database wiped', () => this.#destroying(() => this.#pick().wipeDatabase())],
      [2, 'mirror lost', () => this.#destroying(() => this.#pick().loseMirror())],
      [3, 'clock jumped', async () => this.#jumpClock()],
      [3, 'profile cloned', () => this.#clone()],
      [3, 'image taken', () => this.#takeImage()],
      [3, 'image restored', () => this.#destroying(() => this.#restoreImage())],
      [3, 'ledger backed up', async () => this.#backUp()],
      [
        3,
        'ledger restored',
        () =>
          this.#destroying(async () =>
            this.#backup === undefined ? undefined : this.#centre.restore(this.#backup),
          ),
      ],
    ];
    let draw = world.unit() * faults.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, name, run] of faults) {
      draw -= weight;
      if (draw >= 0) continue;
      this.#faults.push(name);
      await run();
      return;
    }
  }

  /** A fault that may destroy the last copy of a row. What no disk holds afterwards is noted: it can be named, not counted. */
  async #destroying(fault: () => Promise<void>): Promise<void> {
    await fault();
    const held = new Set<string>(this.#centre.events().map((event) => event.id));
    for (const profile of this.#profiles) for (const id of await profile.heldIds()) held.add(id);
    for (const { place } of this.#thanks) if (!held.has(place.id)) this.#destroyed.add(place.id);
  }

  #setLoss(): void {
    this.#centre.loss = this.#world.chance(0.5) ? 0 : 0.4;
  }

  #jumpClock(): void {
    this.#pick().wallSkew += this.#world.chance(0.5) ? tenYearsMs : -tenYearsMs;
  }

  #backUp(): void {
    this.#backup = this.#centre.backUp();
  }

  async #clone(): Promise<void> {
    if (this.#profiles.length >= profilesMax) return;
    const original = this.#pick();
    const clone = this.#newProfile(original.device);
    await clone.copyFrom(original);
    this.#profiles.push(clone);
    await clone.open();
  }

  async #takeImage(): Promise<void> {
    await this.#image?.remove();
    const original = this.#pick();
    this.#image = this.#newProfile(original.device);
    await this.#image.copyFrom(original);
  }

  async #restoreImage(): Promise<void> {
    const image = this.#image;
    const target = this.#profiles.find((profile) => profile.device === image?.device);
    if (image !== undefined && target !== undefined) await target.copyFrom(image);
  }

  /** Everything works again; profiles of one identity run one after the other, as a twin is refused while the other is there. */
  async #heal(): Promise<void> {
    const world = this.#world;
    this.#centre.start();
    this.#centre.isReachable = true;
    this.#centre.loss = 0;
    for (const profile of this.#profiles) await profile.kill();
    await world.run(10_000);
    // Twice: a restored ledger may first hear from one twin what makes the other one fork.
    for (const profile of [...this.#profiles, ...this.#profiles]) {
      await profile.open();
      for (let tries = 0; tries < 60; tries += 1) {
        await world.run(10_000);
        if ((await profile.depth()) === 0 && tries > 3) break;
      }
      if ((await profile.depth()) > 0) this.#faults.push(`STUCK ${profile.store}`);
      await profile.kill();
    }
  }

  async #judge(): Promise<SimulationResult> {
    const events = this.#centre.events();
    const bodies = new Map(events.map((event) => [event.id, event.body]));
    const broken = this.#faults.filter(
      (fault) => fault.startsWith('STUCK') || fault.startsWith('tap failed'),
    );
    for (const { place, isUndone } of this.#thanks) {
      const body = bodies.get(place.id);
      if (body === undefined) {
        if (!this.#destroyed.has(place.id)) broken.push(`lost: ${place.id} at ${place.epoch}/${place.seq}`);
      } else if (isUndone && !this.#hadDestruction() && !body.includes('"outcome":"undone"')) {
        broken.push(`undone, but counted: ${place.id}`);
      }
    }
    const ids = new Set(events.map((event) => event.id));
    if (ids.size !== events.length) broken.push('an id stands twice in the ledger');
    const ratings = events.filter((event) => event.type === 'vn.motcua.rating.given.v1').length;
    if (this.#centre.ratingCount() !== ratings) broken.push('ratings and events differ');
    const thanked = this.#thanks.length;
    return {
      seed: this.#seed,
      thanked,
      counted: ratings,
      destroyed: this.#destroyed.size,
      faults: this.#faults,
      broken,
    };
  }

  #hadDestruction(): boolean {
    return this.#faults.some((fault) => /wiped|restored|cloned|lost/.test(fault));
  }
}

/** One seed, from the first tap to the verdict. */
export function simulate(seed: number): Promise<SimulationResult> {
  return new Simulation(seed).run();
}
