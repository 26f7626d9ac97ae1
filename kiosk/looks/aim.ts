/** Where bars may stand in a picture and which way they lean, from the directions of its edges; it reads no code. */
import type { Grey } from './grey.ts';

/** A strip of parallel edges. */
export interface Aim {
  /** Radians from the x axis to the direction across the bars, in (-90, 90] degrees. */
  readonly angle: number;
  readonly x: number;
  readonly y: number;
  /** Half of its extent across the bars and along them, in pixels. */
  readonly halfLength: number;
  readonly halfHeight: number;
}

// Blocks so large hold several bars; small pictures get smaller ones.
const BLOCK = 16;
const BLOCK_LEAST = 6;
const BLOCKS_ACROSS = 24;
const LEAN_MAX = (14 * Math.PI) / 180;
// Share of the strongest block's strength that still belongs to its strip.
const WEAKEST = 0.12;

interface Field {
  readonly across: number;
  readonly down: number;
  readonly size: number;
  /** Per block the sum of squared gradients as a vector of double angle. */
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** Per block all edges, whatever their direction. */
  readonly all: Float32Array;
}

/** Up to `most` strips, the strongest first. */
export function aim(image: Grey, most: number): Aim[] {
  const field = smooth(fieldOf(image));
  const strength = Float32Array.from(field.a, (a, i) => {
    const vector = Math.hypot(a, field.b[i] ?? 0);
    return (vector * vector) / ((field.all[i] ?? 0) + 1);
  });
  const taken = new Uint8Array(strength.length);
  const aims: { aim: Aim; weight: number }[] = [];
  for (let i = 0; i < most + 2; i += 1) {
    const seed = strongest(strength, taken);
    if (seed === undefined) break;
    aims.push(stripOf(field, strength, taken, seed));
  }
  return aims
    .sort((one, other) => other.weight - one.weight)
    .slice(0, most)
    .map(({ aim: each }) => each);
}

/** Gradients by Scharr's weights, which lean least towards the diagonal, gathered per block; every other row is enough. */
function fieldOf({ data, width, height }: Grey): Field {
  const size = Math.max(BLOCK_LEAST, Math.min(BLOCK, Math.floor(Math.min(width, height) / BLOCKS_ACROSS)));
  const [across, down] = [Math.ceil(width / size), Math.ceil(height / size)];
  const [a, b, all] = [0, 1, 2].map(() => new Float32Array(across * down)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]; // three were made
  for (let y = 1; y < height - 1; y += 2) {
    const row = Math.floor(y / size) * across;
    let at = y * width + 1;
    for (let x = 1; x < width - 1; x += 1, at += 1) {
      const [nw, n, ne] = [data[at - width - 1] ?? 0, data[at - width] ?? 0, data[at - width + 1] ?? 0];
      const [sw, s, se] = [data[at + width - 1] ?? 0, data[at + width] ?? 0, data[at + width + 1] ?? 0];
      const gx = 3 * (ne + se - nw - sw) + 10 * ((data[at + 1] ?? 0) - (data[at - 1] ?? 0));
      const gy = 3 * (sw + se - nw - ne) + 10 * (s - n);
      const block = row + ((x / size) | 0);
      a[block] = (a[block] ?? 0) + gx * gx - gy * gy;
      b[block] = (b[block] ?? 0) + 2 * gx * gy;
      all[block] = (all[block] ?? 0) + gx * gx + gy * gy;
    }
  }
  return { across, down, size, a, b, all };
}

/** Each block with its eight neighbours: noise of a dark lobby has no direction and cancels out. */
function smooth(field: Field): Field {
  const sums = (of: Float32Array): Float32Array => {
    const { across, down } = field;
    const out = new Float32Array(of.length);
    for (let y = 0; y < down; y += 1) {
      for (let x = 0; x < across; x += 1) {
        let sum = 0;
        for (let dy = -1; dy <= 1; dy += 1) {
          for (let dx = -1; dx <= 1; dx += 1) {
            const [bx, by] = [x + dx, y + dy];
            if (bx >= 0 && by >= 0 && bx < across && by < down) sum += of[by * across + bx] ?? 0;
          }
        }
        out[y * across + x] = sum;
      }
    }
    return out;
  };
  return { ...field, a: sums(field.a), b: sums(field.b), all: sums(field.all) };
}

function strongest(strength: Float32Array, taken: Uint8Array): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let i = 0; i < strength.length; i += 1) {
    if (taken[i] === 1 || (strength[i] ?? 0) <= most) continue;
    most = strength[i] ?? 0;
    best = i;
  }
  return best;
}

/** Grows a strip from its strongest block over neighbours that lean the same way, and takes them. */
function stripOf(
  { across, down, size, a, b }: Field,
  strength: Float32Array,
  taken: Uint8Array,
  seed: number,
): { aim: Aim; weight: number } {
  const double = Math.atan2(b[seed] ?? 0, a[seed] ?? 0);
  const least = (strength[seed] ?? 0) * WEAKEST;
  const members = [seed];
  taken[seed] = 1;
  let [sumA, sumB, weight] = [0, 0, 0];
  for (let i = 0; i < members.length; i += 1) {
    const block = members[i] ?? 0;
    sumA += a[block] ?? 0;
    sumB += b[block] ?? 0;
    weight += strength[block] ?? 0;
    const [x, y] = [block % across, Math.floor(block / across)];
    for (let dy = -1; dy <= 1; dy += 1) {
      for (let dx = -1; dx <= 1; dx += 1) {
        const [bx, by] = [x + dx, y + dy];
        const other = by * across + bx;
        if (bx < 0 || by < 0 || bx >= across || by >= down || taken[other] === 1) continue;
        if ((strength[other] ?? 0) < least) continue;
        const lean = Math.atan2(b[other] ?? 0, a[other] ?? 0) - double;
        if (Math.abs(Math.atan2(Math.sin(lean), Math.cos(lean))) > 2 * LEAN_MAX) continue;
        taken[other] = 1;
        members.push(other);
      }
    }
  }
  const angle = Math.atan2(sumB, sumA) / 2;
  return { aim: around(members, { across, size }, angle), weight };
}

function around(
  members: readonly number[],
  { across, size }: { readonly across: number; readonly size: number },
  angle: number,
): Aim {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const block of members) {
    const x = ((block % across) + 0.5) * size;
    const y = (Math.floor(block / across) + 0.5) * size;
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return {
    angle,
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    halfLength: (right - left + size) / 2,
    halfHeight: (bottom - top + size) / 2,
  };
}
