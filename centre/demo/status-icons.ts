/** A small drawing per status, so that the list of samples does not live on colour alone; it knows no words. */
import type { DossierStatus, Timing } from '../../shared/contract/dossier.ts';

const shapes = {
  paper: 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5',
  gear: 'M12 7v5l3 2M12 3a9 9 0 1 0 .01 0z',
  early: 'M4 12h11M11 8l4 4-4 4M19 5v14',
  today: 'M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M11 15h2',
  late: 'M12 8v5M12 16v.5M12 3a9 9 0 1 0 .01 0z',
  pause: 'M9 6v12M15 6v12',
  act: 'M6 12l4 4 8-9M5 21h14',
  pay: 'M3 7h18v11H3zM3 11h18M7 15h3',
  ready: 'M5 13l4 4L19 7',
  done: 'M3 13l4 4L15 8M11 16l1 1L21 8',
  stop: 'M5 12h14M12 3a9 9 0 1 0 .01 0z',
  back: 'M9 7l-5 5 5 5M4 12h16',
  ask: 'M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17v.5M12 3a9 9 0 1 0 .01 0z',
} as const;

type Shape = keyof typeof shapes;
type Tone = 'calm' | 'good' | 'attention' | 'act';

const byStatus: Readonly<Record<DossierStatus, readonly [Shape, Tone]>> = {
  accepted: ['paper', 'calm'],
  'in-progress': ['gear', 'calm'],
  supplement: ['act', 'act'],
  pay: ['pay', 'act'],
  ready: ['ready', 'good'],
  'handed-over': ['done', 'good'],
  stopped: ['stop', 'attention'],
  withdrawn: ['back', 'calm'],
  unknown: ['ask', 'attention'],
};
const byTiming: Partial<Record<Timing, readonly [Shape, Tone]>> = {
  early: ['early', 'good'],
  'due-today': ['today', 'calm'],
  late: ['late', 'attention'],
  paused: ['pause', 'attention'],
};

/** An inline SVG, 24 units wide; hidden from screen readers, since the label stands beside it. */
export function iconOf(status: DossierStatus, timing: Timing): string {
  const [shape, tone] = (status === 'in-progress' ? byTiming[timing] : undefined) ?? byStatus[status];
  return `<svg class="icon ${tone}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="${shapes[shape]}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
