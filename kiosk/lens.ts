/** What @zxing/browser does for a camera besides reading: cameras by name, a stream into a picture that plays, light and focus. */
import { BrowserCodeReader } from '@zxing/browser';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

export type Media = Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices' | 'addEventListener'>;

/** Which camera: the side it looks to, and where there are several a part of its name. */
export interface Wanted {
  readonly facing: 'environment' | 'user';
  readonly label?: string | undefined;
}

/** Opens the one door that the library keeps for its own readers. */
class Lens extends BrowserCodeReader {
  static async attach(stream: MediaStream, video: HTMLVideoElement): Promise<void> {
    await BrowserCodeReader.attachStreamToVideo(stream, video, kioskLimits.frameWaitMs);
  }
}

/** Long codes need pixels: 25 characters want 576 of them across the bars alone. */
function wishes(which: MediaTrackConstraints, isStrict: boolean): MediaStreamConstraints {
  const least = isStrict ? { width: 1280, height: 720 } : undefined;
  return {
    audio: false,
    video: {
      ...which,
      width: { ideal: 1920, ...(least && { min: least.width }) },
      height: { ideal: 1080, ...(least && { min: least.height }) },
    },
  };
}

async function ask(media: Media, which: MediaTrackConstraints): Promise<MediaStream> {
  try {
    return await media.getUserMedia(wishes(which, true));
  } catch (error) {
    if (error instanceof Error && error.name === 'OverconstrainedError')
      return media.getUserMedia(wishes(which, false));
    throw error;
  }
}

export function shut(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

const hasName = (label: string, part: string): boolean => label.toLowerCase().includes(part.toLowerCase());

/** Names are told only once a camera is open: another one than the wanted is closed again for it, if that one is there. */
async function openNamed(media: Media, part: string, opened: MediaStream): Promise<MediaStream> {
  const isWanted = opened.getVideoTracks().some(({ label }) => hasName(label, part));
  if (isWanted) return opened;
  const found = (await media.enumerateDevices()).find(
    ({ kind, label }) => kind === 'videoinput' && hasName(label, part),
  );
  if (found === undefined) return opened;
  shut(opened);
  return ask(media, { deviceId: { exact: found.deviceId } });
}

/** Opens the wanted camera; where no camera has the wanted name, the one for that side. Rejects as the browser does. */
export async function openStream(media: Media, { facing, label }: Wanted): Promise<MediaStream> {
  const opened = await ask(media, { facingMode: { ideal: facing } });
  return label === undefined ? opened : openNamed(media, label, opened);
}

export const attach = Lens.attach;

export function detach(video: HTMLVideoElement): void {
  BrowserCodeReader.cleanVideoSource(video);
}

export const isPlaying = (video: HTMLVideoElement): boolean => BrowserCodeReader.isVideoPlaying(video);

// The DOM types name neither; browsers that have them answer with a list of words, and with a yes.
const capabilitiesOf = (track: MediaStreamTrack) =>
  (track.getCapabilities?.() ?? {}) as { focusMode?: readonly string[]; torch?: boolean };

/** Asks a camera that can to keep focusing; false for one that cannot, or does not say so yet. */
export function keepFocus(track: MediaStreamTrack): boolean {
  if (capabilitiesOf(track).focusMode?.includes('continuous') !== true) return false;
  const wish = { advanced: [{ focusMode: 'continuous' } as MediaTrackConstraintSet] };
  void track.applyConstraints(wish).catch(() => {});
  return true;
}

export const hasTorch = (track: MediaStreamTrack): boolean => capabilitiesOf(track).torch === true;

/** False when the camera would not. */
export async function lightTorch(track: MediaStreamTrack, isOn: boolean): Promise<boolean> {
  return BrowserCodeReader.mediaStreamSetTorch(track, isOn).then(
    () => true,
    () => false,
  );
}

/** Waits for a picture that was not there yet, so that none is looked at twice; not for ever, because a hidden page is shown none. */
export function nextFrame(
  video: HTMLVideoElement,
  after: (ms: number, then: () => void) => () => void,
): Promise<void> {
  // Absent in some browsers, whatever the DOM types say.
  const asks = video as { requestVideoFrameCallback?: (then: () => void) => number };
  if (asks.requestVideoFrameCallback === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = after(kioskLimits.nextFrameWaitMs, resolve);
    asks.requestVideoFrameCallback?.(() => {
      cancel();
      resolve();
    });
  });
}
