/** Our own drawing of a slip: where its code stands, and how it is held under the camera or the scanner. Decoration only. */
import type { JSX } from 'preact';
import type { SiteConfig } from '../shared/contract/site-config.ts';
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

/** Where the parts of a code stand under the bars. */
const codeParts = [
  { part: 'unit', x: 20, width: 30 },
  { part: 'date', x: 58, width: 18 },
  { part: 'number', x: 84, width: 13 },
] as const;

/** A part of the code that is being entered, or all of it. */
export type SlipPart = (typeof codeParts)[number]['part'] | 'free';

interface PaperProps {
  readonly isUpper?: boolean;
  readonly here?: SlipPart | undefined;
}

function Paper({ isUpper = false, here }: PaperProps) {
  return (
    <g>
      <path class="slip-paper" d={isUpper ? upperPaper : wholePaper} />
      <path class="slip-line slip-strong" d="M34 16 h48" />
      <path class="slip-line" d="M24 27 h68" />
      <g transform="translate(21 42)">
        <Bars />
      </g>
      {codeParts.map(({ part, x, width }) => (
        <path
          key={part}
          class="slip-line slip-code"
          data-here={here === part || here === 'free'}
          d={`M${x} 77 h${width}`}
        />
      ))}
      {!isUpper && <path class="slip-line" d="M16 98 h84 M16 110 h66 M16 122 h76 M16 134 h50" />}
    </g>
  );
}

interface SlipCodeProps {
  /** The part that is asked for just now is marked. */
  readonly here: SlipPart;
}

/** The slip with the part of its code marked that is being entered. */
export function SlipCode({ here }: SlipCodeProps) {
  const marked = codeParts.find(({ part }) => part === here);
  const { x, width } = marked ?? { x: 20, width: 77 };
  return (
    <svg class="slip slip-still" viewBox="-4 -4 124 106" aria-hidden="true" focusable="false">
      <Paper isUpper here={here} />
      <rect class="slip-mark" x={x - 6} y="68" width={width + 12} height="18" rx="5" />
    </svg>
  );
}

/** The reader that this kiosk really has. */
export type Reader = NonNullable<SiteConfig['kiosk']['drawing']>;

function CameraAbove() {
  return (
    <g>
      <path class="slip-light" d="M186 58 L234 58 L318 252 L102 252 Z" />
      <rect class="slip-body" x="142" y="14" width="136" height="46" rx="16" />
      <circle class="slip-lens" cx="210" cy="37" r="14" />
      <circle class="slip-glint" cx="210" cy="37" r="5" />
      <circle class="slip-lamp" cx="254" cy="37" r="3.5" />
    </g>
  );
}

/** The lower edge of the panel, above whatever reads below it. */
function PanelEdge() {
  return (
    <g>
      <path class="slip-body" d="M56 0 v62 a14 14 0 0 0 14 14 h280 a14 14 0 0 0 14 -14 v-62" />
      <path class="slip-screen" d="M68 0 v44 h284 v-44 z" />
      <path class="slip-ghost" d="M92 14 h132 M92 30 h84 M252 12 h76 v20 h-76 z" />
    </g>
  );
}

function CameraBelow() {
  return (
    <g>
      <path class="slip-light" d="M196 70 L224 70 L318 268 L102 268 Z" />
      <PanelEdge />
      <circle class="slip-lens" cx="210" cy="60" r="11" />
      <circle class="slip-glint" cx="210" cy="60" r="4" />
      <circle class="slip-lamp" cx="236" cy="60" r="3" />
    </g>
  );
}

function ScannerBelow() {
  return (
    <g>
      <path class="slip-beam" d="M152 84 L268 84 L292 190 L128 190 Z" />
      <PanelEdge />
      <rect class="slip-lens" x="142" y="52" width="136" height="34" rx="9" />
      <path class="slip-laser" d="M156 74 h108" />
    </g>
  );
}

function HandScanner() {
  return (
    <g>
      <path class="slip-beam" d="M300 70 L312 92 L262 186 L164 152 Z" />
      <g transform="translate(298 26) rotate(-28)">
        <path
          class="slip-body"
          d="M-2 18 a12 12 0 0 1 10 -14 h64 a26 26 0 0 1 26 26 v8 a8 8 0 0 1 -8 8 h-14 l10 84 a10 10 0 0 1 -10 11 h-18 a10 10 0 0 1 -10 -9 l-9 -86 h-31 a12 12 0 0 1 -10 -12 z"
        />
        <path class="slip-laser" d="M0 20 v22" />
        <path class="slip-trigger" d="M38 52 q-9 10 3 22" />
        <path class="slip-cable" d="M70 140 q6 40 46 46" />
      </g>
    </g>
  );
}

const readers: Record<Reader, () => JSX.Element> = {
  'camera-above': CameraAbove,
  'camera-below': CameraBelow,
  'scanner-below': ScannerBelow,
  'hand-scanner': HandScanner,
};

/** A hand brings the slip into the reader's light, again and again; under reduced motion it simply holds it there. */
export function SlipHeld({ reader }: { readonly reader: Reader }) {
  const Device = readers[reader];
  return (
    <svg class="slip" viewBox="0 0 420 360" aria-hidden="true" focusable="false" data-reader={reader}>
      {reader !== 'hand-scanner' && <Device />}
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
      {reader === 'hand-scanner' && <Device />}
      <g class="slip-tick">
        <circle cx="300" cy="120" r="24" />
        <path d="M289 120 l8 9 l15 -17" />
      </g>
    </svg>
  );
}
