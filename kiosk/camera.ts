/** The camera's life: asked for, lost, found again, closed on hide. It shows and hands out frames, and never keeps one. */
import { BrowserCodeReader } from '@zxing/browser';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'missing' | 'lost';

export interface CameraParts {
  readonly media: Pick<MediaDevices, 'getUserMedia' | 'addEventListener'> | undefined;
  readonly video: HTMLVideoElement;
  readonly facing: 'environment' | 'user';
  readonly after: (ms: number, then: () => void) => () => void;
  readonly onState: (state: CameraState) => void;
}

export interface Camera {
  start(): void;
  stop(): void;
  /** The current frame, or undefined while there is none. The caller gives it away or closes it. */
  frame(): Promise<ImageBitmap | undefined>;
}

/** Long codes need pixels: 25 characters want 576 of them across the bars alone. */
function wishes(facing: CameraParts['facing'], isStrict: boolean): MediaStreamConstraints {
  const least = isStrict ? { width: 1280, height: 720 } : undefined;
  return {
    audio: false,
    video: {
      facingMode: { ideal: facing },
      width: { ideal: 1920, ...(least && { min: least.width }) },
      height: { ideal: 1080, ...(least && { min: least.height }) },
    },
  };
}

async function openStream(media: NonNullable<CameraParts['media']>, facing: CameraParts['facing']) {
  try {
    return await media.getUserMedia(wishes(facing, true));
  } catch (error) {
    if (error instanceof Error && error.name === 'OverconstrainedError') {
      return media.getUserMedia(wishes(facing, false));
    }
    throw error;
  }
}

const stateOf = (error: unknown): CameraState =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'SecurityError')
    ? 'refused'
    : error instanceof Error && error.name === 'NotFoundError'
      ? 'missing'
      : 'lost';

/** Asks a camera that can to keep focusing; one that cannot is left alone. */
async function keepFocus(track: MediaStreamTrack): Promise<void> {
  // The DOM types do not name focusMode; browsers that have it answer with a list of words.
  const can = track.getCapabilities?.() as { focusMode?: readonly string[] } | undefined;
  if (can?.focusMode?.includes('continuous') !== true) return;
  const wish = { advanced: [{ focusMode: 'continuous' } as MediaTrackConstraintSet] };
  await track.applyConstraints(wish).catch(() => {});
}

/** Opens the one door that the library keeps for its own readers: a stream into a video element that plays. */
class Lens extends BrowserCodeReader {
  static async attach(stream: MediaStream, video: HTMLVideoElement): Promise<void> {
    await BrowserCodeReader.attachStreamToVideo(stream, video);
  }
}

function shut(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export function makeCamera({ media, video, facing, after, onState }: CameraParts): Camera {
  let isWanted = false;
  let round = 0;
  let stream: MediaStream | undefined;
  let retryMs: number = kioskLimits.cameraRetryMs;
  let cancelRetry = (): void => {};
  let cancelWatch = (): void => {};

  function release(): void {
    round += 1;
    cancelRetry();
    cancelWatch();
    if (stream === undefined) return;
    shut(stream);
    BrowserCodeReader.cleanVideoSource(video);
    stream = undefined;
  }

  function fail(state: CameraState): void {
    release();
    onState(state);
    cancelRetry = after(retryMs, () => void open());
    retryMs = Math.min(retryMs * 2, kioskLimits.cameraRetryMaxMs);
  }

  /** A camera can fall silent without a word: its time stands still. */
  function watch(seen: number): void {
    cancelWatch = after(kioskLimits.frameWaitMs, () => {
      if (video.currentTime === seen) fail('lost');
      else watch(video.currentTime);
    });
  }

  async function open(): Promise<void> {
    release();
    const mine = round;
    if (media === undefined) return fail('missing');
    onState('starting');
    try {
      const opened = await openStream(media, facing);
      if (mine !== round) return shut(opened);
      stream = opened;
      await Lens.attach(opened, video);
      if (mine !== round) return;
      for (const track of opened.getVideoTracks()) {
        track.addEventListener('ended', () => mine === round && fail('lost'));
        await keepFocus(track);
      }
      if (mine !== round) return;
      retryMs = kioskLimits.cameraRetryMs;
      watch(-1);
      onState('on');
    } catch (error) {
      if (mine === round) fail(stateOf(error));
    }
  }

  media?.addEventListener('devicechange', () => {
    if (!isWanted || stream !== undefined) return;
    retryMs = kioskLimits.cameraRetryMs;
    void open();
  });

  return {
    start() {
      if (isWanted) return;
      isWanted = true;
      void open();
    },
    stop() {
      isWanted = false;
      release();
      onState('off');
    },
    async frame() {
      if (stream === undefined || !BrowserCodeReader.isVideoPlaying(video)) return undefined;
      return createImageBitmap(video).catch(() => undefined);
    },
  };
}
