/** Named sample dossiers, one per status and timing, dated from today and outside every count of 2019; it writes nowhere. */
import { createHash } from 'node:crypto';
import { addDays, type Day, dayOf, startOfDay, weekdayOf } from '../../shared/contract/day.ts';
import type { Text } from '../../shared/contract/scale.ts';
import type { DossierPrivateDetail, DossierPublicDetail, DossierRow } from '../dossier-row.ts';
import { maskName } from '../mask-name.ts';
import { seededChance } from './chance.ts';
import { type SamplePlan, samplePlans } from './sample-plans.ts';
import { both, papersOf, people, type SampleReceipt } from './sample-words.ts';

/** `name` is stable and fit for a link. `printed` is the code as it stands on the paper: its row's code, or the dotted old form of it. */
export interface SampleDossier {
  readonly name: SamplePlan['name'];
  readonly group: SamplePlan['group'];
  readonly label: Text;
  readonly title: Text;
  readonly printed: string;
  /** Stands in the QR only; the same for the same code, since sample data must be printable again. */
  readonly secret: string;
  readonly row: DossierRow;
  readonly receipt: SampleReceipt;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const closingMinutes = 17 * 60;

/** The samples of the day on which `now` (ms) falls. But for `asOf`, which goes with `now`, they are equal for the whole day. */
export function sampleDossiers(now: number): readonly SampleDossier[] {
  return samplePlans.map((plan, i) => sample(plan, i, now));
}

/**
 * The rows that a demo centre holds: the samples of today and of the days before, so that a receipt printed then is still found.
 * Where two days share a code, the later one speaks. `days` counts today.
 */
export function sampleRows(now: number, days = 31): readonly DossierRow[] {
  const rows = new Map<string, DossierRow>();
  for (let ago = days - 1; ago >= 0; ago--) {
    for (const { row } of sampleDossiers(now - ago * DAY))
      rows.set(row.code, { ...row, asOf: row.asOf + ago * DAY });
  }
  return [...rows.values()];
}

/** The n-th day from Monday to Friday after a day, before it when negative; 0 is the day itself. */
export function weekdaysFrom(day: Day, n: number): Day {
  let at = day;
  for (let left = Math.abs(n); left > 0; ) {
    at = addDays(at, Math.sign(n));
    if (weekdayOf(at) !== 0 && weekdayOf(at) !== 6) left -= 1;
  }
  return at;
}

function sample(plan: SamplePlan, i: number, now: number): SampleDossier {
  const today = dayOf(now);
  const receivedDay = weekdaysFrom(today, -plan.receivedAgo);
  const at = (ago: number, minutes: number) => startOfDay(weekdaysFrom(today, -ago)) + minutes * MINUTE;
  const received = at(plan.receivedAgo, 450 + 7 * i);
  const due = startOfDay(weekdaysFrom(today, plan.dueIn)) + closingMinutes * MINUTE;
  const stamp = receivedDay.slice(2).replaceAll('-', '');
  const code = `${plan.unit}-${stamp}-${plan.number}`;
  const secret = secretOf(code);
  const [label, title] = both('samples', plan.name);
  const person = people[i % people.length] ?? people[0];
  const stages = timelineOf(plan, at, received);
  const since = stages.at(-1)?.from ?? received;
  const row: DossierRow = {
    code,
    archive: null,
    grp: null,
    unit: plan.unit,
    status: plan.status,
    timing: plan.timing,
    received,
    due,
    newDue: plan.newDueIn === undefined ? null : at(-plan.newDueIn, closingMinutes),
    finished: ['ready', 'handed-over', 'stopped', 'withdrawn'].includes(plan.status) ? since : null,
    since,
    lateReason: plan.lateReason ?? null,
    asOf: now - (plan.toldHoursAgo ?? 0) * HOUR,
    secretHash: createHash('sha256').update(secret).digest('hex'),
    publicDetail: publicDetailOf(plan),
    privateDetail: { title, maskedName: maskName(person.name), timeline: stages },
    version: 1,
  };
  const receipt = { ...person, channel: plan.channel, days: plan.days, papers: papersOf(plan.papers) };
  const printed = plan.isDotted ? `${plan.unit}.${stamp}.${plan.number}` : code;
  return { name: plan.name, group: plan.group, label, title, printed, secret, row, receipt };
}

function publicDetailOf(plan: SamplePlan): DossierPublicDetail {
  return {
    unit: both('units', plan.at ?? plan.unit),
    ...(plan.desk && { desk: both('desks', plan.desk) }),
    ...(plan.byPost && { byPost: true }),
    ...(plan.status === 'pay' && { pay: { what: both('pay', 'what'), where: both('pay', 'where') } }),
    ...(plan.missing && { papers: papersOf(plan.missing).map(({ name }) => ({ vi: name })) }),
    ...(plan.timing === 'late' && { answers: both('units', plan.unit) }),
  };
}

/** Each stage ends where the next begins; the last one is open unless the dossier is closed. */
function timelineOf(
  plan: SamplePlan,
  at: (ago: number, minutes: number) => number,
  received: number,
): DossierPrivateDetail['timeline'] {
  const starts = plan.stages.map(({ ago }, i) => (i === 0 ? received : at(ago, 600 + 20 * i)));
  const isClosed = ['handed-over', 'stopped', 'withdrawn'].includes(plan.status);
  return plan.stages.map(({ unit, stage }, i) => {
    const from = starts[i] ?? received;
    const to = starts[i + 1] ?? (isClosed ? from : null);
    return { unit: both('units', unit), name: both('stages', stage), from, to };
  });
}

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten letters that follow from the code: good for samples, useless as a secret. */
function secretOf(code: string): string {
  const seed = createHash('sha256').update(`mau ${code}`).digest().readInt32LE(0);
  const chance = seededChance(seed);
  return Array.from({ length: 10 }, () => letters[chance.below(letters.length)]).join('');
}
