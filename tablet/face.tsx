/** Five faces of our own, each with its own outline, brows and mouth, so that they differ in grey and from three metres. */
import type { ComponentChildren } from 'preact';
import type { Mood } from './mood.ts';

// All drawings stand in a square of 120; the features sit round its middle.
const outlines: Record<Mood, string> = {
  delighted: petals(60, 51, 5, 12),
  pleased: 'M60 6a54 54 0 1 1 0 108a54 54 0 1 1 0-108z',
  calm: 'M38 9h44a29 29 0 0 1 29 29v44a29 29 0 0 1-29 29H38A29 29 0 0 1 9 82V38A29 29 0 0 1 38 9z',
  worried: 'M53 8.5q7-4 14 0l36 21q7 4 7 12v37q0 8-7 12l-36 21q-7 4-14 0l-36-21q-7-4-7-12v-37q0-8 7-12z',
  upset: 'M36 10h48q9 0 11.600 8.500l19 78q3 14-11 14H16.400q-14 0-11-14l19-78Q27 10 36 10z',
};

const features: Record<Mood, ComponentChildren> = {
  delighted: (
    <>
      <path class="face-line" d="M29 38q10-12 21-4M91 38q-10-12-21-4" />
      <path class="face-line" d="M33 55q8-10 16 0M71 55q8-10 16 0" />
      <path class="face-open" d="M34 68q26 6 52 0q-3 27-26 27t-26-27z" />
    </>
  ),
  pleased: (
    <>
      <path class="face-line" d="M31 38q9-6 18-2M89 38q-9-6-18-2" />
      <circle class="face-eye" cx="41" cy="53" r="6" />
      <circle class="face-eye" cx="79" cy="53" r="6" />
      <path class="face-line" d="M34 73q26 24 52 0" />
    </>
  ),
  calm: (
    <>
      <path class="face-line" d="M31 38h19M70 38h19" />
      <circle class="face-eye" cx="41" cy="55" r="6" />
      <circle class="face-eye" cx="79" cy="55" r="6" />
      <path class="face-line" d="M37 82h46" />
    </>
  ),
  worried: (
    <>
      <path class="face-line" d="M30 42l19-8M90 42l-19-8" />
      <circle class="face-eye" cx="41" cy="56" r="6" />
      <circle class="face-eye" cx="79" cy="56" r="6" />
      <path class="face-line" d="M38 87q22-17 44 0" />
    </>
  ),
  upset: (
    <>
      <path class="face-line" d="M31 36l19 10M89 36l-19 10" />
      <circle class="face-eye" cx="42" cy="58" r="6" />
      <circle class="face-eye" cx="78" cy="58" r="6" />
      <path class="face-open" d="M36 96q3-22 24-22t24 22q-24-7-48 0z" />
    </>
  ),
};

/** Decoration only: the level's label beside it is what is read and heard. */
export function Face({ mood }: { readonly mood: Mood }) {
  return (
    <svg class={`face-drawing face-${mood}`} viewBox="0 0 120 120" aria-hidden="true" focusable="false">
      <path class="face-outline" d={outlines[mood]} />
      {features[mood]}
    </svg>
  );
}

/** A closed wreath of `count` petals round the middle of the square. */
function petals(middle: number, radius: number, depth: number, count: number): string {
  const at = (turn: number, r: number): string => {
    const angle = (turn / count) * 2 * Math.PI - Math.PI / 2;
    return `${(middle + r * Math.cos(angle)).toFixed(1)} ${(middle + r * Math.sin(angle)).toFixed(1)}`;
  };
  let path = `M${at(0, radius)}`;
  for (let i = 0; i < count; i++) path += `Q${at(i + 0.5, radius + depth * 2.6)} ${at(i + 1, radius)}`;
  return `${path}z`;
}
