/** The faces of one scale as equal buttons, best first; it tells which one was tapped and knows no round. */
import type { Scale, Text } from '../shared/contract/scale.ts';
import { Face } from './face.tsx';
import './faces.css';
import { moodsOf } from './mood.ts';

interface FacesProps {
  readonly scale: Scale;
  readonly label: string;
  readonly pick: (text: Text) => string;
  readonly pressed: number | null;
  /** A press without a finger: keyboard or switch. */
  readonly onPress: (index: number) => void;
}

export function Faces({ scale, label, pick, pressed, onPress }: FacesProps) {
  const moods = moodsOf(scale.levels);
  const labels = scale.levels.map((level) => pick(level.label));
  // The longest label decides how large all of them can be.
  const chars = Math.max(...labels.map((each) => each.length));
  return (
    <ul
      class="faces"
      data-count={scale.levels.length}
      aria-label={label}
      style={{ '--chars': chars, '--levels': labels.length }}
    >
      {scale.levels.map((level, index) => (
        <li key={level.id}>
          <button
            type="button"
            class="face"
            data-face={index}
            data-pressed={pressed === index}
            // `detail` counts pointer clicks; those are judged by touch.ts, so that a cloth counts nothing.
            onClick={(event) => event.detail === 0 && onPress(index)}
          >
            <Face mood={moods[index] ?? 'calm'} />
            <span class="face-label">{labels[index]}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
