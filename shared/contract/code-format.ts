/** Formats of dossier codes as declared parts, and the walk of a text through one; it knows no dates and no symbols. */
import * as v from 'valibot';

const bound = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(12));
/**
 * One part of a format. `separator` matches any of its characters and is written as the first of them in the canonical key, so
 * that `000.00.06.G04.190701.0501` and `000.00.06.G04-190701-0501` are one dossier.
 */
const simplePart = v.variant('kind', [
  v.strictObject({ kind: v.literal('letters'), count: bound }),
  v.strictObject({ kind: v.literal('digits'), min: bound, max: bound }),
  v.strictObject({ kind: v.literal('date') }), // YYMMDD
  v.strictObject({ kind: v.literal('separator'), any: v.pipe(v.string(), v.regex(/^[-.]{1,2}$/)) }),
]);
export const codePart = v.union([
  simplePart,
  v.strictObject({
    kind: v.literal('repeat'),
    parts: v.pipe(v.array(simplePart), v.maxLength(4)),
    min: bound,
    max: bound,
  }),
]);
/** Where a range is the wrong way round, or a second date stands, no code could ever fit. */
function isPossible(parts: CodePart[]): boolean {
  const flat = parts.flatMap((part) => (part.kind === 'repeat' ? part.parts : [part]));
  const ranges = [...parts, ...flat].filter((part) => part.kind === 'digits' || part.kind === 'repeat');
  const dates = parts.filter((part) => part.kind === 'date').length;
  return (
    ranges.every((part) => part.min <= part.max) &&
    flat.filter((part) => part.kind === 'date').length === dates &&
    dates <= 1
  );
}
export const codeFormat = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,20}$/)),
  parts: v.pipe(
    v.array(codePart),
    v.minLength(1),
    v.maxLength(20),
    v.check(isPossible, 'ranges from low to high, and at most one date, outside a repeat'),
  ),
});
export type CodePart = v.InferOutput<typeof codePart>;
export type CodeFormat = v.InferOutput<typeof codeFormat>;

/** One character of a format: what fits, how it is written, and where the format may go on without it. */
interface Step {
  readonly fits: 'A' | '9' | 'date' | { readonly any: string };
  skipTo?: number;
}
/** What was read: the canonical key, and the digits of the date. */
export interface Trace {
  readonly key: string;
  readonly date: string;
}
const compiled = new WeakMap<CodeFormat, readonly Step[]>();

function addSteps(steps: Step[], part: CodePart): void {
  const optional: number[] = [];
  const push = (fits: Step['fits'], times: number) => {
    for (let i = 0; i < times; i += 1) steps.push({ fits });
  };
  switch (part.kind) {
    case 'letters':
      push('A', part.count);
      break;
    case 'digits':
      push('9', part.min);
      for (let i = part.min; i < part.max; i += 1) optional.push(steps.push({ fits: '9' }) - 1);
      break;
    case 'date':
      push('date', 6);
      break;
    case 'separator':
      push({ any: part.any }, 1);
      break;
    case 'repeat':
      for (let i = 0; i < part.max; i += 1) {
        // An empty step: the way round this turn and all later ones.
        if (i >= part.min) optional.push(steps.push({ fits: { any: '' } }) - 1);
        for (const inner of part.parts) addSteps(steps, inner);
      }
      break;
  }
  for (const at of optional) {
    const step = steps[at];
    if (step !== undefined) step.skipTo = steps.length;
  }
}

function compile(format: CodeFormat): readonly Step[] {
  const known = compiled.get(format);
  if (known !== undefined) return known;
  const steps: Step[] = [];
  for (const part of format.parts) addSteps(steps, part);
  compiled.set(format, steps);
  return steps;
}

function fits(step: Step, char: string): boolean {
  if (step.fits === 'A') return char >= 'A' && char <= 'Z';
  if (typeof step.fits === 'string') return char >= '0' && char <= '9';
  return step.fits.any.includes(char);
}

/** Walks all ways through a format side by side: the time is at most characters x steps, whatever a configuration declares. */
export function walkFormat(text: string, format: CodeFormat): Trace | undefined {
  const steps = compile(format);
  const enter = (states: Map<number, Trace>, at: number, trace: Trace): void => {
    for (let i: number | undefined = at; i !== undefined && !states.has(i); ) {
      states.set(i, trace);
      const step: Step | undefined = steps[i];
      const isEmpty = typeof step?.fits === 'object' && step.fits.any === '';
      if (isEmpty) enter(states, i + 1, trace);
      i = step?.skipTo;
    }
  };
  let states = new Map<number, Trace>();
  enter(states, 0, { key: '', date: '' });
  for (const char of text) {
    const next = new Map<number, Trace>();
    for (const [at, trace] of states) {
      const step = steps[at];
      if (step === undefined || !fits(step, char)) continue;
      const written = typeof step.fits === 'object' ? step.fits.any.charAt(0) : char;
      enter(next, at + 1, {
        key: trace.key + written,
        date: step.fits === 'date' ? trace.date + char : trace.date,
      });
    }
    states = next;
  }
  return states.get(steps.length);
}
