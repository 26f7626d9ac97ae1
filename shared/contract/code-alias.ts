/** Old units of dossier codes that live on under a new one: one key for both, by a pure rename; it knows no dossier. */
import * as v from 'valibot';

const unit = v.pipe(
  v.string(),
  v.regex(/^[A-Z0-9]{1,8}(\.[A-Z0-9]{1,8}){0,4}$/, 'the part of a dossier code before the date'),
);
const alias = v.strictObject({ from: unit, to: unit });
export type CodeAlias = v.InferOutput<typeof alias>;

/** A unit covers itself and, at a dot, every unit below it. */
const covers = (above: string, below: string): boolean => below === above || below.startsWith(`${above}.`);

/** One step must be enough, whoever takes it and however often: no target is itself renamed. */
const isFinal = (aliases: CodeAlias[]): boolean =>
  aliases.every(({ to }) => !aliases.some(({ from }) => covers(from, to)));
/** Two units that give the same numbers on the same day may not become one: that would be another citizen's dossier. */
const isDistinct = (aliases: CodeAlias[]): boolean =>
  (['from', 'to'] as const).every((end) => new Set(aliases.map((each) => each[end])).size === aliases.length);

export const codeAliases = v.pipe(
  v.array(alias),
  v.maxLength(2_000),
  v.check(isDistinct, 'each old unit once and each new unit once'),
  v.check(isFinal, 'new units that are not themselves renamed: name the newest one at once'),
);

/**
 * The key under which a dossier is kept: a unit (or the upper part of one, up to a dot) that was renamed is written as the new one,
 * date and number stay. The longest old unit that fits is taken. Apply it to every key that is stored and to every key that is
 * asked for; applying it twice changes nothing more.
 */
export function aliasKey(key: string, aliases: readonly CodeAlias[] | undefined): string {
  if (aliases === undefined || aliases.length === 0) return key;
  const end = key.indexOf('-');
  if (end < 0) return key;
  const whole = key.slice(0, end);
  let best: CodeAlias | undefined;
  for (const each of aliases)
    if (covers(each.from, whole) && each.from.length > (best?.from.length ?? 0)) best = each;
  return best === undefined ? key : best.to + key.slice(best.from.length);
}
