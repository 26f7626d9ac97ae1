// The tablet in a real browser with an invented device: the address names the scene, and time stands still where a picture needs it.
import { render } from 'preact';
import '../../shared/screen/fonts.css';
import '../../shared/screen/tokens.css';
import '../../shared/screen/base.css';
import type { Scale } from '../../shared/contract/scale.ts';
import type { Device, StartOutcome } from '../../shared/device/device.ts';
import { App } from '../../tablet/app.tsx';
import type { Stage } from '../../tablet/host.ts';
import { placeNumber, sampleConfig } from './fakes.ts';

export type Scene =
  | 'ask'
  | 'shared'
  | 'two'
  | 'five'
  | 'slow'
  | 'thanks'
  | 'undo'
  | 'paused'
  | 'enrol'
  | 'already-open'
  | 'storage-failed';

const level = (id: string, vi: string, en: string, polarity: Scale['levels'][number]['polarity']) => ({
  id,
  label: { vi, en },
  polarity,
});
const five: Scale = {
  id: 'nam-muc',
  version: 1,
  levels: [
    level('very-satisfied', 'Rất hài lòng', 'Very satisfied', 'positive'),
    level('satisfied', 'Hài lòng', 'Satisfied', 'positive'),
    level('neutral', 'Bình thường', 'Neutral', 'neutral'),
    level('dissatisfied', 'Không hài lòng', 'Dissatisfied', 'negative'),
    level('very-dissatisfied', 'Rất không hài lòng', 'Very dissatisfied', 'negative'),
  ],
};
const two: Scale = {
  id: 'hai-muc',
  version: 1,
  levels: [five.levels[1], five.levels[3]].flatMap((each) => (each === undefined ? [] : [each])),
};

function configOf(scene: Scene) {
  if (scene === 'shared') return sampleConfig({ counter: null, demo: false });
  if (scene === 'five') return sampleConfig({ scale: five });
  if (scene === 'two') return sampleConfig({ scale: two });
  return sampleConfig(scene === 'undo' ? { undoWindowMs: 5_000 } : {});
}

function recordOf(scene: Scene): Promise<ReturnType<typeof placeNumber>> {
  if (scene === 'paused') return Promise.reject(new Error('full'));
  return scene === 'slow' ? new Promise(() => {}) : Promise.resolve(placeNumber(1));
}

function deviceOf(scene: Scene): Device {
  const config = configOf(scene);
  return {
    id: config.device,
    app: 'tablet',
    answers: {
      find: () => Promise.resolve(undefined),
      has: () => Promise.resolve(false),
      absence: () => Promise.resolve(undefined),
      keep: () => Promise.resolve(),
    },
    config: () => config,
    onConfig: () => () => {},
    link: () => ({ state: scene === 'paused' ? 'offline' : 'online', centreHeard: true }),
    onLink: () => () => {},
    record: () => recordOf(scene),
    undo: () => Promise.resolve(true),
    thanked: () => {},
    ask: () => new Promise(() => {}),
    letter: () => new Promise(() => {}),
    call: () => new Promise(() => {}),
    now: () => ({ ms: Date.now(), quality: 'sync' }),
    raise: () => {},
    clear: () => {},
    setAtRest: () => {},
    depth: () => Promise.resolve([0, 0, 0, 0]),
  };
}

function outcomeOf(scene: Scene): StartOutcome {
  if (scene === 'enrol') return { kind: 'enrol', enrol: () => new Promise(() => {}) };
  if (scene === 'already-open') return { kind: 'already-open', free: new Promise(() => {}) };
  if (scene === 'storage-failed') return { kind: 'storage-failed', detail: 'UnknownError' };
  return { kind: 'ready', device: deviceOf(scene) };
}

/** Only the slow scene needs time to pass. */
const stageOf = (scene: Scene): Stage => ({
  now: () => performance.now(),
  later(ms, run) {
    if (scene !== 'slow' || ms > 2_000) return () => {};
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  painted: () => {},
});

// The test writes one of the scenes into the address.
const scene = new URLSearchParams(location.search).get('scene') as Scene;
const stage = stageOf(scene);
const start = () => Promise.resolve(outcomeOf(scene));
const chime = () => {};
const place = document.getElementById('root');
if (place) render(<App start={start} stage={stage} chime={chime} reload={() => {}} />, place);
