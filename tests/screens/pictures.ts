/** Every screen of the kiosk that is kept as a picture: a line each, in the order of the index; it paints nothing. */
import type { vi as procedureWords } from '../../kiosk/procedures/text/vi.ts';
import type { vi as kioskWords } from '../../kiosk/text/vi.ts';
import type { vi as screenWords } from '../../shared/screen/text/vi.ts';

export type Language = 'vi' | 'en';
export const languages: readonly Language[] = ['vi', 'en'];

/** In CSS pixels; `scale` is what a kept picture keeps of each. `measures`: px per mm and viewing distance, as the gallery takes them. */
export const panels = {
  portrait: { width: 1080, height: 1920, measures: '', scale: 0.32 },
  landscape: { width: 1920, height: 1080, measures: '', scale: 0.32 },
  'ten-inch': { width: 1280, height: 800, measures: '5.9x400', scale: 0.42 },
} as const;
export type Panel = keyof typeof panels;

export interface Picture {
  /** Of its files and its test. */
  readonly name: string;
  /** As the gallery names it: state, and its variant. */
  readonly screen: string;
  /** The key of the sentence in its headline. */
  readonly says: keyof typeof kioskWords | keyof typeof screenWords | keyof typeof procedureWords;
  /** The sentence of the index. */
  readonly about: string;
  /** Also kept as it stands on a ten-inch panel. */
  readonly onTenInch?: boolean;
  /** What the citizen chose; normal when absent. */
  readonly size?: 'large' | 'contrast' | 'seated';
  /** Its headline is the name of something; `says` stands below it. */
  readonly isNamed?: boolean;
  /** With the tests' own site and answers, where the demo has no such dossier. */
  readonly isMade?: boolean;
  /** What is pressed, one after the other, to come there. */
  readonly press?: readonly string[];
}

export const pictures: readonly Picture[] = [
  {
    name: 'attract',
    screen: 'attract',
    says: 'attract.title',
    about: 'The rest screen: one thing to do, two other ways, nothing of anybody.',
    onTenInch: true,
  },
  {
    name: 'attract-no-camera',
    screen: 'attract/missing',
    says: 'attract.title',
    about: 'The rest screen of a kiosk whose camera is not there: what still works.',
  },
  {
    name: 'attract-hand-scanner',
    screen: 'attract/hand-scanner',
    says: 'attract.title',
    about: 'The rest screen of a kiosk with a hand scanner.',
  },
  {
    name: 'attract-seated',
    screen: 'attract',
    says: 'attract.title',
    about: 'The rest screen for somebody who sits: all that is pressed stands low.',
    size: 'seated',
  },
  {
    name: 'closed',
    screen: 'closed',
    says: 'closed.next',
    about: 'Outside the hours: when the desks open, and that the kiosk answers all the same.',
  },
  {
    name: 'closed-holiday',
    screen: 'closed/holiday',
    says: 'closed.next',
    about: 'On a holiday, with its name.',
  },
  { name: 'lost', screen: 'lost', says: 'lost.title', about: 'Help for whom the receipt is lost.' },
  {
    name: 'fault',
    screen: 'fault',
    says: 'fault.title',
    about: 'Something broke on the screen: it says so, and begins anew by itself.',
  },
  {
    name: 'looking',
    screen: 'looking',
    says: 'looking.title',
    about: 'The picture of the scanner, for who wants to see where to hold the paper.',
  },
  {
    name: 'looking-torch',
    screen: 'looking/torch',
    says: 'looking.title',
    about: 'The same with a lamp that may be lit.',
  },
  {
    name: 'choosing',
    screen: 'choosing',
    says: 'choosing.title',
    about: 'Two receipts before the camera: which one?',
  },
  { name: 'asking', screen: 'asking', says: 'asking.title', about: 'The question is on its way.' },
  {
    name: 'card-accepted',
    screen: 'showing/accepted',
    says: 'answer.accepted',
    about: 'Received; nothing to do until the promised day.',
  },
  {
    name: 'card-in-progress',
    screen: 'showing/in-progress',
    says: 'answer.inProgress',
    about: 'Being worked on, and in time.',
  },
  {
    name: 'card-early',
    screen: 'showing/early',
    says: 'answer.inProgress',
    about: 'Being worked on; it will be ready earlier than promised.',
  },
  {
    name: 'card-due-today',
    screen: 'showing/due-today',
    says: 'answer.inProgress',
    about: 'Promised for today.',
  },
  {
    name: 'card-late',
    screen: 'showing/late',
    says: 'answer.late',
    about: 'Late: the apology first, then the new date, the reason and who answers.',
    onTenInch: true,
  },
  {
    name: 'card-late-silent',
    screen: 'showing/late-silent',
    says: 'answer.late',
    about: 'Late, and the unit has given neither a new date nor a reason: the card says just that.',
  },
  {
    name: 'card-late-pay',
    screen: 'showing/late-pay',
    says: 'answer.pay',
    about: 'Late, but what the citizen must do comes first; the apology follows.',
  },
  {
    name: 'card-stale',
    screen: 'showing/stale',
    says: 'answer.inProgress',
    about: 'The source has not delivered for hours: amber, and never said to be in time.',
  },
  {
    name: 'card-agencies',
    screen: 'showing/agencies',
    says: 'answer.inProgress',
    about: 'With another agency now.',
    onTenInch: true,
  },
  { name: 'card-paused', screen: 'showing/paused', says: 'answer.inProgress', about: 'The clock is paused.' },
  {
    name: 'card-supplement',
    screen: 'showing/supplement',
    says: 'answer.supplement',
    about: 'The citizen must add papers: which, and where.',
    onTenInch: true,
  },
  {
    name: 'card-pay',
    screen: 'showing/pay',
    says: 'answer.pay',
    about: 'The citizen must pay first: what, and where.',
  },
  {
    name: 'card-ready',
    screen: 'showing/ready',
    says: 'answer.ready',
    about: 'Ready: which desk, and what to bring.',
    onTenInch: true,
  },
  {
    name: 'card-post',
    screen: 'showing/post',
    says: 'answer.byPost',
    about: 'Ready, and on its way by post: no need to come.',
  },
  {
    name: 'card-handed-over',
    screen: 'showing/handed-over',
    says: 'answer.handedOver',
    about: 'Handed over already.',
  },
  {
    name: 'card-stopped',
    screen: 'showing/stopped',
    says: 'answer.stopped',
    about: 'Refused or stopped: no reason on a lobby screen, only who explains.',
  },
  {
    name: 'card-withdrawn',
    screen: 'showing/withdrawn',
    says: 'answer.withdrawn',
    about: 'Withdrawn by the citizen.',
  },
  {
    name: 'card-unknown',
    screen: 'showing/unknown',
    says: 'answer.unknown',
    about: 'A status that this centre does not know: never a guess, always a desk.',
  },
  {
    name: 'card-ready-large',
    screen: 'showing/ready',
    says: 'answer.ready',
    about: 'The same with the largest text.',
    size: 'large',
    onTenInch: true,
  },
  {
    name: 'card-late-contrast',
    screen: 'showing/late',
    says: 'answer.late',
    about: 'The late card in high contrast.',
    size: 'contrast',
  },
  {
    name: 'card-open',
    screen: 'showing/open-ready',
    says: 'answer.ready',
    about: 'A code that carried its secret also shows the title, the masked name and the steps.',
  },
  {
    name: 'card-cache',
    screen: 'showing/cache-ready',
    says: 'answer.ready',
    about: 'From the store of an offline kiosk: what was known, and when.',
    isMade: true,
    onTenInch: true,
  },
  {
    name: 'card-old',
    screen: 'showing/old-in-progress',
    says: 'answer.inProgress',
    about: 'Older than half an hour: amber, with its age.',
    isMade: true,
  },
  {
    name: 'card-notice',
    screen: 'showing/notice',
    says: 'answer.inProgress',
    about: 'Nobody has touched anything: one touch keeps the card, else all is gone.',
    isMade: true,
  },
  {
    name: 'card-late-told',
    screen: 'showing/told-late',
    says: 'answer.late',
    about: 'The letter had not come: the unit that answers has been told.',
  },
  {
    name: 'card-late-unheard',
    screen: 'showing/unheard-late',
    says: 'answer.late',
    about: 'The letter had not come, and nobody could be told.',
  },
  {
    name: 'pad-unit',
    screen: 'pad',
    says: 'pad.unitTitle',
    about: 'Typing, first part: the unit.',
    onTenInch: true,
  },
  {
    name: 'pad-month',
    screen: 'pad',
    says: 'pad.monthTitle',
    about: 'Typing, second part: the month.',
    press: ['text=H53.14'],
  },
  {
    name: 'pad-day',
    screen: 'pad',
    says: 'pad.dayTitle',
    about: 'Typing, second part: the day.',
    press: ['text=H53.14', 'button:has-text("04/2026")'],
  },
  {
    name: 'pad-number',
    screen: 'pad',
    says: 'pad.numberTitle',
    about: 'Typing, last part: the digits.',
    press: ['text=H53.14', 'button:has-text("04/2026")', 'button:text-is("10")'],
  },
  {
    name: 'pad-search',
    screen: 'pad',
    says: 'pad.searchTitle',
    about: 'Finding the unit by letters of its name.',
    press: ['.pad-other:first-child'],
  },
  {
    name: 'pad-free',
    screen: 'pad',
    says: 'pad.freeTitle',
    about: 'Typing a code of another form, sign by sign.',
    press: ['.pad-other:last-child'],
  },
  {
    name: 'not-found',
    screen: 'not-found',
    says: 'notFound.title',
    about: 'No such dossier: check the code, or ask.',
  },
  {
    name: 'offline',
    screen: 'offline',
    says: 'offline.title',
    about: 'No connection, and nothing known of this dossier.',
  },
  {
    name: 'elsewhere',
    screen: 'elsewhere',
    says: 'elsewhere.title',
    about: 'A dossier of another province: where to ask.',
  },
  {
    name: 'not-a-code',
    screen: 'not-a-code',
    says: 'notACode.title',
    about: 'A symbol that is no receipt: nothing was kept.',
  },
  {
    name: 'busy',
    screen: 'busy',
    says: 'busy.title',
    about: 'Too many wrong codes: the desk helps instead.',
  },
  {
    name: 'help',
    screen: 'help',
    says: 'help.title',
    about: 'Help: a person, a number, and how it works.',
    onTenInch: true,
  },
  {
    name: 'calling',
    screen: 'calling/called',
    says: 'calling.called.title',
    about: 'Somebody has been called.',
  },
  {
    name: 'calling-unwatched',
    screen: 'calling/unwatched',
    says: 'calling.unwatched.title',
    about: 'The call stands, but nobody may be looking: what else helps.',
  },
  {
    name: 'calling-unheard',
    screen: 'calling/unheard',
    says: 'calling.unheard.title',
    about: 'The call reached nobody: what else helps.',
  },
  { name: 'ended', screen: 'ended', says: 'ended.title', about: 'The farewell, for three seconds.' },
  {
    name: 'procedures',
    screen: 'procedures',
    says: 'proc.title',
    about: 'The procedure catalogue: search, fields and counters.',
    onTenInch: true,
  },
  {
    name: 'procedures-search',
    screen: 'procedures',
    says: 'proc.search',
    about: 'Searching while typing, without diacritics.',
    press: ['.proc-top > button', '.proc-keys button:text-is("K")', '.proc-keys button:text-is("H")'],
    onTenInch: true,
  },
  {
    name: 'procedures-one',
    screen: 'procedures',
    says: 'proc.papers',
    about: 'One procedure: where, how long, how much, which papers, and its page for the telephone.',
    press: ['.proc-shelf', '.proc-line'],
    isNamed: true,
  },
  {
    name: 'procedures-none',
    screen: 'procedures/missing',
    says: 'proc.missing',
    about: 'A kiosk that has no catalogue yet.',
  },
  {
    name: 'enrol',
    screen: 'enrol',
    says: 'enrol.title',
    about: 'A new device, before it is told whose it is.',
  },
  {
    name: 'already-open',
    screen: 'already-open',
    says: 'open.title',
    about: 'A second window of the same kiosk.',
  },
  {
    name: 'storage-failed',
    screen: 'storage-failed',
    says: 'storage.title',
    about: 'The browser gives no store: the kiosk says so.',
  },
];

export const panelsOf = ({ onTenInch }: Picture): readonly Panel[] =>
  onTenInch === true ? ['portrait', 'landscape', 'ten-inch'] : ['portrait', 'landscape'];
