/** The way in: builds the real device, clock, paint and sound, and hands them to the app; it decides nothing. */
import { render } from 'preact';
import '../shared/screen/fonts.css';
import '../shared/screen/tokens.css';
import '../shared/screen/base.css';
import { startDevice } from '../shared/device/start.ts';
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

let play: ((tune: 'thanks') => void) | undefined;

/** The sound is fetched with the first thanks: no tap and no paint ever waits for it. */
async function chime(): Promise<void> {
  if (play === undefined) {
    const { makeChime } = await import('../shared/screen/chime.ts');
    play = makeChime(
      () => new AudioContext(),
      () => true,
    );
  }
  play('thanks');
}

// A chime that cannot be fetched or heard is no fault: the screen has said everything.
const sound = () => void chime().catch(() => {});
const start = () => startDevice('tablet');
const reload = () => location.reload();

const place = document.getElementById('root');
if (place !== null) {
  render(<App start={start} stage={stage} chime={sound} reload={reload} />, place);
}
