/** Our own drawing of a slip: where its code stands, and how it is held under the camera or the scanner. Decoration only. */
import './slip.css';

const bars = [0, 5, 8, 14, 17, 24, 29, 32, 39, 42, 47, 54, 57, 60, 67, 72];

function Bars() {
  return (
    <g class="slip-bars">
      {bars.map((x, i) => (
        <rect key={x} x={x} y={0} width={i % 3 === 0 ? 3.4 : 1.8} height={24} />
      ))}
    </g>
  );
}

const teeth = Array.from({ length: 6 }, () => 'l-9.667 -5 -9.666 5').join(' ');
const wholePaper = 'M0 6 a6 6 0 0 1 6-6 h104 a6 6 0 0 1 6 6 v150 h-116 z';
/** Its upper part, with an edge that says that more follows. */
const upperPaper = `M0 6 a6 6 0 0 1 6-6 h104 a6 6 0 0 1 6 6 v90 ${teeth} z`;

function Paper({ isUpper = false }: { isUpper?: boolean }) {
  return (
    <g>
      <path class="slip-paper" d={isUpper ? upperPaper : wholePaper} />
      <path class="slip-line slip-strong" d="M34 16 h48" />
      <path class="slip-line" d="M24 27 h68" />
      <g transform="translate(21 42)">
        <Bars />
      </g>
      <path class="slip-line slip-code" d="M28 77 h60" />
      {!isUpper && <path class="slip-line" d="M16 98 h84 M16 110 h66 M16 122 h76 M16 134 h50" />}
    </g>
  );
}

/** The slip with its code line marked. */
export function SlipCode() {
  return (
    <svg class="slip slip-still" viewBox="-4 -4 124 106" aria-hidden="true" focusable="false">
      <Paper isUpper />
      <rect class="slip-mark" x="14" y="68" width="88" height="18" rx="5" />
    </svg>
  );
}

interface SlipHeldProps {
  readonly reader: 'camera' | 'scanner';
}

/** A hand brings the slip into the reader's light, again and again; under reduced motion it simply holds it there. */
export function SlipHeld({ reader }: SlipHeldProps) {
  return (
    <svg class="slip" viewBox="0 0 420 360" aria-hidden="true" focusable="false">
      <path class="slip-light" d="M186 58 L234 58 L318 252 L102 252 Z" />
      {reader === 'camera' ? (
        <g>
          <rect class="slip-body" x="142" y="14" width="136" height="46" rx="16" />
          <circle class="slip-lens" cx="210" cy="37" r="14" />
          <circle class="slip-glint" cx="210" cy="37" r="5" />
          <circle class="slip-lamp" cx="254" cy="37" r="3.5" />
        </g>
      ) : (
        <g>
          <path
            class="slip-body"
            d="M150 14 h120 a12 12 0 0 1 12 14 l-6 32 h-132 l-6 -32 a12 12 0 0 1 12 -14 z"
          />
          <rect class="slip-lens" x="166" y="42" width="88" height="12" rx="6" />
        </g>
      )}
      <g class="slip-hand">
        <g transform="translate(152 116)">
          <path
            class="slip-skin"
            d="M96 250 V196 c0-10 16-14 22-4 l10 18 c5 9 4 16 4 26 v30 z M100 128 c14-6 24 2 24 14 v40 c0 10-20 12-22 0 z"
          />
          <Paper />
          <path
            class="slip-skin"
            d="M84 250 v-40 c-2-10-6-16-14-26 c-8-10-14-22-12-34 c2-10 13-11 17-2 c5 12 12 18 22 26 c14 10 31 16 35 34 c2 10 2 28 2 42 z"
          />
          <path class="slip-cuff" d="M72 236 h74 v40 h-74 z" />
        </g>
      </g>
      <g class="slip-tick">
        <circle cx="300" cy="120" r="24" />
        <path d="M289 120 l8 9 l15 -17" />
      </g>
    </svg>
  );
}
