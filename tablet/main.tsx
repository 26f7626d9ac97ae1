/** The way in: builds the real device, clock, paint and sound, and hands them to the app; it decides nothing. */
import { render } from 'preact';
import '../shared/screen/fonts.css';
import '../shared/screen/tokens.css';
import '../shared/screen/base.css';
import { startDevice } from '../shared/device/start.ts';
import { makeChime } from '../shared/screen/chime.ts';
import { App } from './app.tsx';
import type { Stage } from './host.ts';

const stage: Stage = {
  now: () => performance.now(),
  later(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  // The first frame paints what was rendered; when the second one comes, it has been seen.
  painted: (run) => requestAnimationFrame(() => requestAnimationFrame(run)),
};

const play = makeChime(
  () => new AudioContext(),
  () => true,
);
const chime = () => play('thanks');
const start = () => startDevice('tablet');
const reload = () => location.reload();

const place = document.getElementById('root');
if (place !== null) {
  render(<App start={start} stage={stage} chime={chime} reload={reload} />, place);
}
