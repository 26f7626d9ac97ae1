/** Which of five faces stands for which level of a scale; two levels of one scale never share a face. It draws nothing. */
import type { ScaleLevel } from '../shared/contract/scale.ts';

/** From best to worst. */
export const moods = ['delighted', 'pleased', 'calm', 'worried', 'upset'] as const;
export type Mood = (typeof moods)[number];

/** One mood per level, in the order of the scale; by polarity where that keeps them apart, else spread evenly. */
export function moodsOf(levels: readonly Pick<ScaleLevel, 'polarity'>[]): readonly Mood[] {
  const byPolarity = levels.map((level, i) => moodOf(level, i, levels));
  if (new Set(byPolarity).size === levels.length) return byPolarity;
  const last = Math.max(1, levels.length - 1);
  return levels.map((_level, i) => moods[Math.round((i * (moods.length - 1)) / last)] ?? 'calm');
}

function moodOf(
  level: Pick<ScaleLevel, 'polarity'>,
  index: number,
  levels: readonly Pick<ScaleLevel, 'polarity'>[],
): Mood {
  const same = levels.filter((each) => each.polarity === level.polarity).length;
  const before = levels.slice(0, index).filter((each) => each.polarity === level.polarity).length;
  switch (level.polarity) {
    case 'positive':
      return same > 1 && before === 0 ? 'delighted' : 'pleased';
    case 'neutral':
      return 'calm';
    case 'negative':
      return same > 1 && before > 0 ? 'upset' : 'worried';
  }
}
