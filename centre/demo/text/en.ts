// English words of the sample dossiers and their list; the receipts themselves are Vietnamese forms and stay so.
import type { DemoWords } from './vi.ts';

type Same = 'units' | 'stages' | 'desks' | 'pay' | 'samples';

export const en: Pick<DemoWords, Same> & {
  readonly page: { readonly lead: string; readonly groups: DemoWords['page']['groups'] };
} = {
  units: {
    'H53.14': 'Department of Agriculture and Environment (sample)',
    'H53.11': 'Department of Justice (sample)',
    'H53.12': 'Department of Finance (sample)',
    'H53.13': 'Department of Construction (sample)',
    'H53.15': 'Department of Home Affairs (sample)',
    'H53.60.01': "Ward People's Committee (sample) 1",
    '000.00.17.H53': 'Department of Natural Resources (sample, old code)',
    '000.00.06.G04': 'Tax office (sample)',
    G12: 'Ministry branch (sample)',
    police: 'Ward police (sample) 1',
    insurance: 'Social Insurance (sample)',
    leaders: 'The head of the agency (sample)',
  },
  stages: {
    received: 'Received',
    examined: 'Examined',
    signed: 'Awaiting signature',
    waiting: 'Waiting for another agency',
    birth: 'Birth registration',
    residence: 'Residence registration',
    insurance: 'Health insurance card',
    back: 'Handing over',
  },
  desks: {
    one: 'counter 1, ground floor, during opening hours',
    two: 'counter 2, ground floor, during opening hours',
    three: 'counter 3, ground floor, during opening hours',
    four: 'counter 4, ground floor, during opening hours',
    five: 'counter 5, ground floor, during opening hours',
    guide: 'the guide desk beside the entrance',
  },
  pay: {
    what: 'the registration fee for house and land',
    where: 'counter 3, or by bank transfer as notified',
  },
  samples: {
    accepted: ['Accepted, on time', 'Certificate of marital status (sample)'],
    'in-progress': ['In progress, on time', 'Renewal of a land use certificate (sample)'],
    early: ['In progress, earlier than promised', 'Registration of a household business (sample)'],
    'due-today': ['In progress, due today', 'Building permit for a house (sample)'],
    late: ['Late, with reason and new date', 'Change of land use (sample)'],
    'late-silent': ['Late, no reason given yet', 'Funeral allowance (sample)'],
    'late-pay': ['Late, payment due', 'Registration fee for a vehicle (sample)'],
    stale: ['In progress, the information is old', 'Change of a household business (sample)'],
    paused: ['Paused', 'Granting of an allowance (sample)'],
    supplement: ['Papers must be supplemented', 'Correction of civil status (sample)'],
    pay: ['Payment due first', 'Registration fee for house and land (sample)'],
    ready: ['Ready, come to the desk', 'Copy of a civil status extract (sample)'],
    post: ['Ready, delivered by post', 'Construction practice certificate (sample)'],
    'handed-over': ['Handed over', 'Registration of a change of land (sample)'],
    stopped: ['Stopped, to be talked over', 'Change of charter capital (sample)'],
    withdrawn: ['Withdrawn by the submitter', 'Certification of a contract (sample)'],
    agencies: ['Several agencies at work', 'Linked: birth, residence, health insurance (sample)'],
    unknown: ['Unknown status, ask the desk', 'Procedure of a ministry branch (sample)'],
  },
  page: {
    lead: 'Each receipt below is a sample dossier in another state. Choose one, open it on a phone or print it, and hold it to the kiosk.',
    groups: { moving: 'In progress', act: 'Something to do', done: 'Finished', other: 'Other cases' },
  },
};
