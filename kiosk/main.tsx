/** The way in: builds the real device, clocks, camera and sound, and hands them to the app; it decides nothing. */
import { render } from 'preact';
import '../shared/screen/fonts.css';
import '../shared/screen/tokens.css';
import '../shared/screen/base.css';
import { makeChime } from '../shared/screen/chime.ts';
import { App } from './app.tsx';
import type { Host } from './stand.ts';

// Asked for at once, and parsed beside the first paint.
const device = import('../shared/device/start.ts');
const start = async () => (await device).startDevice('kiosk');

const now = (): number => performance.now();
const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};
const video = document.createElement('video');
video.muted = true;
let isSoundOn = true;
const play = makeChime(
  () => new AudioContext(),
  () => isSoundOn,
);

// Absent in a browser without speech.
const { speechSynthesis } = window as { speechSynthesis?: SpeechSynthesis };
const mouth =
  speechSynthesis === undefined
    ? undefined
    : { synthesis: speechSynthesis, utter: (text: string) => new SpeechSynthesisUtterance(text) };

const host: Host = {
  root: document.documentElement,
  now,
  after,
  video,
  mouth,
  chime(isOn) {
    isSoundOn = isOn;
    play('read');
  },
  loadReading: () => import('./reading.ts'),
  loadBefore: () => import('./before.tsx'),
  loadView: () => import('./view.tsx'),
  openLibrary: async (device) => (await import('./library.ts')).openLibrary(device, after),
  loadClosed: () => import('./closed.tsx'),
  loadVoice: () => import('./voice-key.tsx'),
  loadTables: {
    vi: async () => (await import('./text/vi.ts')).vi,
    en: async () => (await import('./text/en.ts')).en,
  },
  async openSight(wish) {
    // Absent outside a secure context: then there is no camera, and the screen says so.
    const media = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    return (await import('./open-sight.ts')).openSight(wish, { media, video, now, after });
  },
};

const reload = (): void => location.reload();
const place = document.getElementById('root');
if (place !== null) {
  render(<App start={start} host={host} reload={reload} />, place);
  // The page may be kept and shown again: then nothing of a visit must stand on it.
  addEventListener('pagehide', () => render(null, place));
  addEventListener('pageshow', ({ persisted }) => persisted && reload());
}
