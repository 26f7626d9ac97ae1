/** The camera's life: asked for, lost, found again, closed on hide. It shows and hands out frames, and never keeps one. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import {
  attach,
  detach,
  hasTorch,
  isPlaying,
  keepFocus,
  lightTorch,
  type Media,
  nextFrame,
  openStream,
  shut,
  type Wanted,
} from './lens.ts';

/**
 * `refused`: the browser may not; `missing`: there is none; `busy`: another program has it; `lost`: it fell silent or was pulled out.
 * All four are tried again by themselves.
 */
export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'missing' | 'busy' | 'lost';
/** Its light: `none` where the camera has no light to switch. */
export type Torch = 'none' | 'off' | 'on';

export interface CameraParts {
  readonly media: Media | undefined;
  readonly video: HTMLVideoElement;
  readonly wanted: Wanted;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly onState: (state: CameraState) => void;
  readonly onTorch: (torch: Torch) => void;
}

export interface Camera {
  start(): void;
  stop(): void;
  /** Switches the light, where there is one. */
  light(isOn: boolean): void;
  /** The current frame, or undefined while there is none. The caller gives it away or closes it. */
  frame(): Promise<ImageBitmap | undefined>;
}

const states: Readonly<Record<string, CameraState>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotSupportedError: 'refused', // a browser without anybody to ask for permission
  NotFoundError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};
const stateOf = (error: unknown): CameraState => (error instanceof Error && states[error.name]) || 'lost';

export function makeCamera({ media, video, wanted, after, onState, onTorch }: CameraParts): Camera {
  let isWanted = false;
  let round = 0;
  let stream: MediaStream | undefined;
  let torch: Torch = 'none';
  let focused: MediaStreamTrack | undefined;
  let retryMs: number = kioskLimits.cameraRetryMs;
  let cancelRetry = (): void => {};
  let cancelWatch = (): void => {};

  function setTorch(next: Torch): void {
    if (next === torch) return;
    torch = next;
    onTorch(next);
  }

  function release(): void {
    round += 1;
    cancelRetry();
    cancelWatch();
    setTorch('none');
    focused = undefined;
    if (stream === undefined) return;
    shut(stream);
    detach(video);
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
      if (video.currentTime === seen) return fail('lost');
      tend();
      watch(video.currentTime);
    });
  }

  /** What a camera can do it may tell only some time after it was opened. */
  function tend(): void {
    const tracks = stream?.getVideoTracks() ?? [];
    for (const track of tracks) if (track !== focused && keepFocus(track)) focused = track;
    if (torch === 'none' && tracks.some(hasTorch)) setTorch('off');
  }

  async function open(): Promise<void> {
    release();
    const mine = round;
    if (media === undefined) return fail('missing');
    onState('starting');
    try {
      const opened = await openStream(media, wanted);
      if (mine !== round) return shut(opened);
      stream = opened;
      for (const track of opened.getVideoTracks())
        track.addEventListener('ended', () => mine === round && fail('lost'));
      watch(-1); // a picture that never begins to play is lost too
      await attach(opened, video);
      if (mine !== round) return;
      cancelWatch();
      retryMs = kioskLimits.cameraRetryMs;
      tend();
      cancelWatch = after(kioskLimits.cameraTellsMs, () => {
        tend();
        watch(-1);
      });
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
      retryMs = kioskLimits.cameraRetryMs;
      release();
      onState('off');
    },
    light(isOn) {
      const mine = round;
      const track = stream?.getVideoTracks().find(hasTorch);
      if (track === undefined || torch === (isOn ? 'on' : 'off')) return;
      void lightTorch(track, isOn).then((isDone) => {
        if (isDone && mine === round) setTorch(isOn ? 'on' : 'off');
      });
    },
    async frame() {
      if (stream === undefined || !isPlaying(video)) return undefined;
      await nextFrame(video, after);
      return createImageBitmap(video).catch(() => undefined);
    },
  };
}
