/** Two soft tones, the same for every answer; silent where the configuration says so or the browser has no sound. */

export type Tune = 'read' | 'thanks';

const tunes: Record<Tune, readonly [number, number]> = { read: [660, 880], thanks: [523.25, 659.25] };
const TONE_SECONDS = 0.16;
const LOUDNESS = 0.12;

/** `open` makes the audio context at the first tune. A chime that cannot sound is not a fault worth stopping for. */
export function makeChime(open: () => AudioContext, isOn: () => boolean): (tune: Tune) => void {
  let context: AudioContext | undefined;
  return (tune) => {
    if (!isOn()) return;
    try {
      context ??= open();
      if (context.state === 'suspended') void context.resume().catch(() => {});
      const start = context.currentTime + 0.01;
      tunes[tune].forEach((hertz, i) => {
        if (context !== undefined) sound(context, hertz, start + i * TONE_SECONDS * 0.75);
      });
    } catch {
      context = undefined; // no sound device: the screen says everything anyway
    }
  };
}

function sound(context: AudioContext, hertz: number, at: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.type = 'sine';
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + TONE_SECONDS);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + TONE_SECONDS + 0.02);
}
