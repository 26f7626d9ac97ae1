/**
 * The usual rating, read by hand: what it accepts is exactly what the schemas accept, in the same spelling, at a third of the cost.
 * It names no fault: whatever is unusual is left to the schemas (a test holds the two together).
 */
import { type RatingGiven, ratingOutcomes } from '../shared/contract/event.ts';
import type { PlaceClaim, ReadEvent } from './event-reader.ts';

const type = 'vn.motcua.rating.given.v1';
const idForm = /^[0-9a-f]{32}$/;
const epochForm = /^[0-9a-f]{20}$/;
const bootForm = /^[0-9a-f]{16}$/;
const msForm = /^-?\d{1,16}$/;
const subjectForm = /^[a-z0-9-]{1,60}$/;
const siteForm = /^[a-z0-9-]{2,40}$/;
const nameForm = /^[a-z0-9-]{1,40}$/;
const appverForm = /^[A-Za-z0-9.+-]{1,40}$/; // the usual ones: nothing that JSON would escape
const int32Max = 2_147_483_647;
/** With these keys and no other a rating is never larger than a kilobyte, so nobody needs to measure it. */
const envelopeKeys = 14;
const dataKeys = 7;
const scaleKeys = 3;
const outcomes: ReadonlySet<unknown> = new Set(ratingOutcomes);

/** Names of any object; each is checked before it is used. */
type Loose = Readonly<Record<string, unknown>>;

const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value);
const isInt = (value: unknown, min: number, max: number): value is number =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max; // an integer is a number

/** Place and content of a usual rating of this source; undefined for anything else. */
export function readUsualRating(
  source: string,
  value: unknown,
): { readonly place: PlaceClaim; readonly event: ReadEvent } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const e = value as Loose; // looked at by name only
  if (e.type !== type || e.source !== source || e.specversion !== '1.0' || e.lane !== 0) return undefined;
  if (e.datacontenttype !== 'application/json' || e.traceparent !== undefined) return undefined;
  const { id, epoch, seq, previd, bootid, monoms, wallms, appver, cfgver, subject } = e;
  if (!isText(id, idForm) || !isText(epoch, epochForm) || !isInt(seq, 1, int32Max)) return undefined;
  if (seq === 1 ? previd !== undefined : !isText(previd, idForm)) return undefined;
  if (!isText(bootid, bootForm) || !isText(monoms, msForm) || !isText(wallms, msForm)) return undefined;
  if (!isText(appver, appverForm) || !isInt(cfgver, 0, int32Max)) return undefined;
  if (subject !== undefined && !isText(subject, subjectForm)) return undefined;
  const optional = (seq === 1 ? 0 : 1) + (subject === undefined ? 0 : 1);
  if (Object.keys(e).length !== envelopeKeys + optional) return undefined;
  const rating = readUsualData(e.data);
  if (rating === undefined) return undefined;
  const named = subject === undefined ? '' : `"subject":"${subject}",`;
  const stamps = `"bootid":"${bootid}","monoms":"${monoms}","wallms":"${wallms}","appver":"${appver}","cfgver":${cfgver}`;
  return {
    place: { epoch, lane: 0, seq, id, previd: typeof previd === 'string' ? previd : null },
    event: {
      type,
      body: `{"type":"${type}",${named}${stamps},"data":${spell(rating)}}`,
      wallms: Number(wallms),
      rating,
    },
  };
}

function readUsualData(value: unknown): RatingGiven | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const d = value as Loose; // looked at by name only
  const { site, counter, scale, index, outcome, flags, invitation } = d;
  if (!isText(site, siteForm) || (counter !== null && !isText(counter, nameForm))) return undefined;
  if (typeof scale !== 'object' || scale === null) return undefined;
  if (Object.keys(d).length !== dataKeys || Object.keys(scale).length !== scaleKeys) return undefined;
  const { id, version, size } = scale as Loose; // looked at by name only
  if (!isText(id, nameForm) || !isInt(version, 1, Number.MAX_SAFE_INTEGER) || !isInt(size, 2, 5))
    return undefined;
  if (!outcomes.has(outcome) || invitation !== null || !Array.isArray(flags) || flags.length > 0)
    return undefined;
  if (index !== null && !isInt(index, 0, size - 1)) return undefined;
  if (outcome === 'undone' ? index !== null : outcome === 'tapped' && index === null) return undefined;
  // Each field has just been checked against the form of its brand.
  return {
    site,
    counter,
    scale: { id, version, size },
    index,
    outcome,
    flags: [],
    invitation: null,
  } as unknown as RatingGiven;
}

/** As JSON.stringify spells it; every text in it is of letters, digits and dashes. */
function spell({ site, counter, scale, index, outcome }: RatingGiven): string {
  const at = counter === null ? 'null' : `"${counter}"`;
  return `{"site":"${site}","counter":${at},"scale":{"id":"${scale.id}","version":${scale.version},"size":${scale.size}},"index":${index},"outcome":"${outcome}","flags":[],"invitation":null}`;
}
