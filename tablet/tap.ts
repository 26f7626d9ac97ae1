/** Decides what is a tap: one finger, down and up in one face, not too short, too long or too far; it knows no face and no page. */
import { limits } from '../shared/contract/limits.ts';

/** What a finger, pen or mouse did. Places in mm, times in ms of one steady clock; `face` is the level under it, null beside all. */
export type Touch =
  | {
      readonly kind: 'down';
      readonly id: number;
      readonly isMouse: boolean;
      readonly face: number | null;
      readonly x: number;
      readonly y: number;
      readonly at: number;
    }
  | { readonly kind: 'move'; readonly id: number; readonly x: number; readonly y: number }
  | {
      readonly kind: 'up';
      readonly id: number;
      readonly face: number | null;
      readonly x: number;
      readonly y: number;
      readonly at: number;
    }
  | { readonly kind: 'cancel'; readonly id: number };

type Down = Extract<Touch, { kind: 'down' }>;

/** All that lies on the glass until the last finger is lifted. `isSpoilt`: whatever follows, this gesture counts nothing. */
export interface Gesture {
  readonly fingers: readonly Down[];
  readonly isSpoilt: boolean;
}

export const noGesture: Gesture = { fingers: [], isSpoilt: false };

/** One step of a gesture; `tapped` is the face that was tapped, if this step completes a tap. */
export function follow(gesture: Gesture, touch: Touch): { gesture: Gesture; tapped: number | null } {
  switch (touch.kind) {
    case 'down': {
      const fingers = gesture.fingers.filter(
        (finger) => finger.id !== touch.id && touch.at - finger.at < limits.fingerLostMs,
      );
      const isSpoilt = fingers.length > 0;
      return { gesture: { fingers: [...fingers, touch], isSpoilt }, tapped: null };
    }
    case 'move': {
      const down = gesture.fingers.find((finger) => finger.id === touch.id);
      if (down === undefined || isNear(down, touch)) return { gesture, tapped: null };
      return { gesture: { ...gesture, isSpoilt: true }, tapped: null };
    }
    case 'up': {
      const down = gesture.fingers.find((finger) => finger.id === touch.id);
      const tapped = down !== undefined && !gesture.isSpoilt && isTap(down, touch) ? down.face : null;
      return { gesture: without(gesture, touch.id), tapped };
    }
    case 'cancel':
      return { gesture: without({ ...gesture, isSpoilt: true }, touch.id), tapped: null };
  }
}

/** The face that looks pressed now: only while the gesture may still become a tap. */
export function pressedFace(gesture: Gesture): number | null {
  return gesture.isSpoilt ? null : (gesture.fingers[0]?.face ?? null);
}

function without(gesture: Gesture, id: number): Gesture {
  const fingers = gesture.fingers.filter((finger) => finger.id !== id);
  return fingers.length === 0 ? noGesture : { fingers, isSpoilt: gesture.isSpoilt };
}

function isTap(down: Down, up: Extract<Touch, { kind: 'up' }>): boolean {
  const heldMs = up.at - down.at;
  // A mouse button has no bounce of a wet finger: any short click is meant.
  const isLongEnough = down.isMouse || heldMs >= limits.tapMsMin;
  return down.face === up.face && isLongEnough && heldMs <= limits.tapMsMax && isNear(down, up);
}

function isNear(down: Down, place: { readonly x: number; readonly y: number }): boolean {
  return Math.hypot(place.x - down.x, place.y - down.y) < limits.tapMoveMmMax;
}
