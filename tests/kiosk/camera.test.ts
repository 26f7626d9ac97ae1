import { beforeEach, describe, expect, test } from 'vitest';
import { type CameraParts, type CameraState, makeCamera, type Torch } from '../../kiosk/camera.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { HandClock } from './hand-clock.ts';

class FakeTrack extends EventTarget {
  label = 'Camera mẫu';
  /** Told as a real one does it: only some time after it was opened. */
  hasTorch: boolean | undefined;
  isStopped = false;
  readonly applied: unknown[] = [];
  stop(): void {
    this.isStopped = true;
  }
  getCapabilities(): object {
    return {
      focusMode: ['manual', 'continuous'],
      ...(this.hasTorch === undefined ? {} : { torch: this.hasTorch }),
    };
  }
  async applyConstraints(wish: unknown): Promise<void> {
    this.applied.push(wish);
  }
}

class FakeMedia extends EventTarget {
  readonly devices: { kind: string; label: string; deviceId: string }[] = [];
  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.devices as MediaDeviceInfo[]; // only these three fields are asked for
  }
  readonly asked: MediaStreamConstraints[] = [];
  readonly tracks: FakeTrack[] = [];
  /** What the next requests meet, in order; nothing named: a camera. */
  readonly errors: Error[] = [];
  async getUserMedia(wish?: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(wish ?? {});
    const error = this.errors.shift();
    if (error !== undefined) throw error;
    const track = new FakeTrack();
    this.tracks.push(track);
    const list = () => [track];
    // Only these two are asked of a stream here.
    return { getTracks: list, getVideoTracks: list } as unknown as MediaStream;
  }
}

const named = (name: string): Error => Object.assign(new Error(name), { name });

let clock: HandClock;
let media: FakeMedia;
let states: CameraState[];
let torches: Torch[];
let time: number;

beforeEach(() => {
  clock = new HandClock();
  media = new FakeMedia();
  states = [];
  torches = [];
  time = 1;
});

function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  Object.defineProperties(video, {
    srcObject: { value: null, writable: true },
    play: { value: async () => {}, configurable: true },
    currentTime: { get: () => time },
  });
  return video;
}

function begin(parts: Partial<CameraParts> = {}) {
  const camera = makeCamera({
    media,
    video: makeVideo(),
    wanted: { facing: 'environment' },
    after: clock.after,
    onState: (state) => states.push(state),
    onTorch: (torch) => torches.push(torch),
    ...parts,
  });
  camera.start();
  return camera;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Moves on in steps as short as the camera's own watch, so that promises run between them; the picture moves or stands still. */
async function pass(ms: number, isMoving = true): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    if (isMoving) time += 1;
    clock.move(Math.min(1_000, left));
    await settle();
  }
}

describe('the camera', () => {
  test('is asked for enough pixels and for no sound', async () => {
    begin();
    await settle();
    expect(media.asked).toEqual([
      {
        audio: false,
        video: {
          facingMode: { ideal: 'environment' },
          width: { ideal: 1920, min: 1280 },
          height: { ideal: 1080, min: 720 },
        },
      },
    ]);
    expect(states).toEqual(['starting', 'on']);
    expect(media.tracks[0]?.applied).toEqual([{ advanced: [{ focusMode: 'continuous' }] }]);
  });

  test('that is too small is taken all the same', async () => {
    media.errors.push(named('OverconstrainedError'));
    begin();
    await settle();
    expect(states).toEqual(['starting', 'on']);
    expect(media.asked[1]?.video).not.toHaveProperty('width.min');
  });

  test.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['TypeError', 'lost'],
  ] as const)('%s is %s, and tried again', async (name, state) => {
    media.errors.push(named(name));
    begin();
    await settle();
    expect(states).toEqual(['starting', state]);
    await pass(kioskLimits.cameraRetryMs);
    expect(states).toEqual(['starting', state, 'starting', 'on']);
  });

  test('outside a secure page is missing', async () => {
    begin({ media: undefined });
    await settle();
    expect(states).toEqual(['missing']);
  });

  test('is tried ever more rarely, up to a limit', async () => {
    for (let i = 0; i < 30; i += 1) media.errors.push(named('NotReadableError'));
    begin();
    await pass(10 * kioskLimits.cameraRetryMaxMs);
    expect(media.asked.length).toBeGreaterThan(10);
    expect(media.asked.length).toBeLessThan(16);
  });

  test('pulled out is lost, and found again as soon as it is plugged in', async () => {
    begin();
    await settle();
    media.errors.push(named('NotFoundError'));
    media.tracks[0]?.dispatchEvent(new Event('ended'));
    await pass(kioskLimits.cameraRetryMs);
    expect(states.slice(2)).toEqual(['lost', 'starting', 'missing']);
    media.dispatchEvent(new Event('devicechange'));
    await settle();
    expect(states.at(-1)).toBe('on');
  });

  test('whose picture stands still is opened anew', async () => {
    begin();
    await settle();
    await pass(10 * kioskLimits.frameWaitMs);
    expect(states).toEqual(['starting', 'on']);
    await pass(3 * kioskLimits.frameWaitMs, false);
    expect(states).toContain('lost');
    expect(media.tracks[0]?.isStopped).toBe(true);
  });

  test('whose picture never begins to play is opened anew', async () => {
    const video = makeVideo();
    Object.defineProperty(video, 'play', { value: () => new Promise(() => {}) });
    begin({ video });
    await settle();
    expect(states).toEqual(['starting']);
    await pass(3 * kioskLimits.frameWaitMs, false);
    expect(states.slice(0, 3)).toEqual(['starting', 'lost', 'starting']);
    expect(media.tracks[0]?.isStopped).toBe(true);
  });

  test('of the wanted name is taken among several, by its number', async () => {
    const wanted = { kind: 'videoinput', label: 'Máy quay Mẫu HD 1080', deviceId: 'so-2' };
    media.devices.push({ kind: 'audioinput', label: 'Mẫu HD', deviceId: 'so-1' }, wanted);
    begin({ wanted: { facing: 'environment', label: 'mẫu hd' } });
    await settle();
    expect(media.asked[1]?.video).toMatchObject({ deviceId: { exact: 'so-2' } });
    expect(media.tracks.map(({ isStopped }) => isStopped)).toEqual([true, false]);
    expect(states).toEqual(['starting', 'on']);
  });

  test('of another name is taken where none has the wanted one', async () => {
    begin({ wanted: { facing: 'user', label: 'khác' } });
    await settle();
    expect(media.asked).toHaveLength(1);
    expect(media.tracks[0]?.isStopped).toBe(false);
    expect(states).toEqual(['starting', 'on']);
  });

  test('stopped it lets go of every track and holds no timer', async () => {
    const camera = begin();
    await settle();
    camera.stop();
    expect(media.tracks[0]?.isStopped).toBe(true);
    expect(clock.waiting).toBe(0);
    expect(states.at(-1)).toBe('off');
    expect(await camera.frame()).toBeUndefined();
  });

  test('that comes only after it was stopped is let go at once', async () => {
    const camera = begin();
    camera.stop();
    await settle();
    expect(media.tracks[0]?.isStopped).toBe(true);
    expect(states).toEqual(['starting', 'off']);
  });
});

describe('the light', () => {
  test('is offered only where the camera has one, and once it says so', async () => {
    begin();
    await settle();
    expect(torches).toEqual([]);
    for (const track of media.tracks) track.hasTorch = true;
    await pass(kioskLimits.cameraTellsMs);
    expect(torches).toEqual(['off']);
  });

  test('is not offered by a camera that only names it', async () => {
    begin();
    await settle();
    for (const track of media.tracks) track.hasTorch = false;
    await pass(3 * kioskLimits.frameWaitMs);
    expect(torches).toEqual([]);
  });

  test('goes on and off, and is gone with the camera', async () => {
    const camera = begin();
    await settle();
    for (const track of media.tracks) track.hasTorch = true;
    await pass(kioskLimits.cameraTellsMs);
    camera.light(true);
    await settle();
    expect(media.tracks[0]?.applied.at(-1)).toMatchObject({ advanced: [{ torch: true }] });
    camera.light(false);
    await settle();
    camera.stop();
    expect(torches).toEqual(['off', 'on', 'off', 'none']);
  });
});
