/** What each sample dossier is like, in working days from today; a table and nothing else. */
import type { DossierStatus, LateReason, Timing } from '../../shared/contract/dossier.ts';
import type { PaperName } from './sample-words.ts';
import type { DemoWords } from './text/vi.ts';

type UnitName = keyof DemoWords['units'];
type StageName = keyof DemoWords['stages'];

/** A stage began so many working days ago. */
interface StagePlan {
  readonly unit: UnitName;
  readonly stage: StageName;
  readonly ago: number;
}

export interface SamplePlan {
  readonly name: keyof DemoWords['samples'];
  readonly group: keyof DemoWords['page']['groups'];
  /** Unit part of the code; `at` is where the dossier lies, when that is somebody else. */
  readonly unit: UnitName;
  readonly at?: UnitName;
  readonly number: string;
  readonly isDotted?: true;
  readonly status: DossierStatus;
  readonly timing: Timing;
  readonly receivedAgo: number;
  /** Negative: that long ago. */
  readonly dueIn: number;
  readonly newDueIn?: number;
  readonly lateReason?: LateReason;
  /** The unit was last heard so long ago; now when absent. */
  readonly toldHoursAgo?: number;
  readonly stages: readonly StagePlan[];
  readonly desk?: keyof DemoWords['desks'];
  readonly byPost?: true;
  readonly missing?: readonly PaperName[];
  readonly channel: 'desk' | 'online';
  readonly days: number;
  readonly papers: readonly PaperName[];
}

const stage = (unit: UnitName, name: StageName, ago: number): StagePlan => ({ unit, stage: name, ago });
const usual = { channel: 'desk', papers: ['application', 'certificate'] } as const;

export const samplePlans: readonly SamplePlan[] = [
  {
    ...usual,
    ...{ name: 'accepted', group: 'moving', unit: 'H53.60.01', number: '0012', days: 3 },
    ...{ status: 'accepted', timing: 'on-time', receivedAgo: 1, dueIn: 2 },
    stages: [stage('H53.60.01', 'received', 1)],
  },
  {
    ...usual,
    ...{ name: 'in-progress', group: 'moving', unit: 'H53.14', number: '0036', days: 15 },
    ...{ status: 'in-progress', timing: 'on-time', receivedAgo: 6, dueIn: 9 },
    papers: ['application', 'certificate', 'copy'],
    stages: [stage('H53.14', 'received', 6), stage('H53.14', 'examined', 5)],
  },
  {
    ...usual,
    ...{ name: 'early', group: 'moving', unit: 'H53.12', number: '0104', days: 5 },
    ...{ status: 'in-progress', timing: 'early', receivedAgo: 3, dueIn: 2, channel: 'online' },
    stages: [stage('H53.12', 'received', 3), stage('H53.12', 'examined', 2), stage('leaders', 'signed', 1)],
  },
  {
    ...usual,
    ...{ name: 'due-today', group: 'moving', unit: 'H53.13', number: '0027', days: 15 },
    ...{ status: 'in-progress', timing: 'due-today', receivedAgo: 15, dueIn: 0 },
    stages: [stage('H53.13', 'received', 15), stage('H53.13', 'examined', 14), stage('leaders', 'signed', 1)],
  },
  {
    ...usual,
    ...{ name: 'late', group: 'moving', unit: 'H53.14', number: '0009', days: 20 },
    ...{ status: 'in-progress', timing: 'late', receivedAgo: 23, dueIn: -3, newDueIn: 4 },
    ...{ lateReason: 'waiting-other-agency', papers: ['application', 'certificate', 'copy'] },
    stages: [stage('H53.14', 'received', 23), stage('H53.14', 'examined', 22), stage('H53.14', 'waiting', 9)],
  },
  {
    ...usual,
    ...{ name: 'agencies', group: 'moving', unit: 'H53.60.01', at: 'insurance', number: '0005', days: 8 },
    ...{ status: 'in-progress', timing: 'on-time', receivedAgo: 4, dueIn: 4, channel: 'online' },
    stages: [
      stage('H53.60.01', 'received', 4),
      stage('H53.60.01', 'birth', 3),
      stage('police', 'residence', 2),
      stage('insurance', 'insurance', 1),
    ],
  },
  {
    ...usual,
    ...{ name: 'late-silent', group: 'moving', unit: 'H53.15', number: '0064', days: 10 },
    ...{ status: 'in-progress', timing: 'late', receivedAgo: 12, dueIn: -2 },
    stages: [stage('H53.15', 'received', 12), stage('H53.15', 'examined', 11)],
  },
  {
    ...usual,
    ...{ name: 'stale', group: 'moving', unit: 'H53.12', number: '0113', days: 7, toldHoursAgo: 5 },
    ...{ status: 'in-progress', timing: 'on-time', receivedAgo: 3, dueIn: 4 },
    stages: [stage('H53.12', 'received', 3), stage('H53.12', 'examined', 2)],
  },
  {
    ...usual,
    ...{ name: 'paused', group: 'moving', unit: 'H53.15', number: '0018', days: 20 },
    ...{ status: 'in-progress', timing: 'paused', receivedAgo: 12, dueIn: 8 },
    stages: [stage('H53.15', 'received', 12), stage('H53.15', 'examined', 11), stage('H53.15', 'waiting', 3)],
  },
  {
    ...usual,
    ...{ name: 'supplement', group: 'act', unit: 'H53.11', number: '0041', days: 10, desk: 'one' },
    ...{ status: 'supplement', timing: 'paused', receivedAgo: 5, dueIn: 5, missing: ['consent', 'copy'] },
    stages: [stage('H53.11', 'received', 5), stage('H53.11', 'examined', 2)],
  },
  {
    ...usual,
    ...{ name: 'pay', group: 'act', unit: '000.00.06.G04', number: '0501', isDotted: true, days: 10 },
    ...{ status: 'pay', timing: 'on-time', receivedAgo: 7, dueIn: 3, desk: 'three' },
    papers: ['application', 'copy'],
    stages: [stage('000.00.06.G04', 'received', 7), stage('000.00.06.G04', 'examined', 6)],
  },
  {
    ...usual,
    ...{ name: 'late-pay', group: 'act', unit: '000.00.06.G04', number: '0517', isDotted: true, days: 10 },
    ...{ status: 'pay', timing: 'late', receivedAgo: 14, dueIn: -4, newDueIn: 3, desk: 'three' },
    ...{ lateReason: 'overload', papers: ['application', 'copy'] },
    stages: [stage('000.00.06.G04', 'received', 14), stage('000.00.06.G04', 'examined', 13)],
  },
  {
    ...usual,
    ...{ name: 'ready', group: 'done', unit: 'H53.11', number: '0042', days: 5, desk: 'one' },
    ...{ status: 'ready', timing: 'early', receivedAgo: 5, dueIn: 1 },
    stages: [stage('H53.11', 'received', 5), stage('H53.11', 'examined', 4), stage('H53.11', 'back', 1)],
  },
  {
    ...usual,
    ...{ name: 'post', group: 'done', unit: 'H53.13', number: '0007', days: 20, byPost: true },
    ...{ status: 'ready', timing: 'on-time', receivedAgo: 19, dueIn: 1, channel: 'online' },
    stages: [stage('H53.13', 'received', 19), stage('H53.13', 'examined', 18), stage('H53.13', 'back', 1)],
  },
  {
    ...usual,
    ...{ name: 'handed-over', group: 'done', unit: '000.00.17.H53', number: '0001', days: 15, desk: 'two' },
    ...{ status: 'handed-over', timing: 'on-time', receivedAgo: 17, dueIn: -2 },
    stages: [
      stage('000.00.17.H53', 'received', 17),
      stage('000.00.17.H53', 'examined', 16),
      stage('000.00.17.H53', 'back', 2),
    ],
  },
  {
    ...usual,
    ...{ name: 'stopped', group: 'other', unit: 'H53.12', number: '0088', days: 5, desk: 'three' },
    ...{ status: 'stopped', timing: 'on-time', receivedAgo: 8, dueIn: -3 },
    stages: [stage('H53.12', 'received', 8), stage('H53.12', 'examined', 7), stage('H53.12', 'back', 4)],
  },
  {
    ...usual,
    ...{ name: 'withdrawn', group: 'other', unit: 'H53.60.01', number: '0031', days: 3, desk: 'one' },
    ...{ status: 'withdrawn', timing: 'on-time', receivedAgo: 9, dueIn: -6 },
    stages: [stage('H53.60.01', 'received', 9), stage('H53.60.01', 'back', 8)],
  },
  {
    ...usual,
    ...{ name: 'unknown', group: 'other', unit: 'G12', number: '0001234', days: 10, desk: 'guide' },
    ...{ status: 'unknown', timing: 'on-time', receivedAgo: 4, dueIn: 6 },
    stages: [stage('G12', 'received', 4)],
  },
];
