/** Turns the page's pointer events into the touches that tap.ts judges, and keeps the gesture between them; it knows no round. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { follow, noGesture, pressedFace, type Touch } from './tap.ts';

export interface TouchOptions {
  readonly pxPerMm: number;
  readonly onTap: (face: number) => void;
  /** The first finger came down, or the last one was lifted. */
  readonly onFingers: (isTouched: boolean) => void;
}

/** Handlers for the outermost element of the screen, so that a finger beside the faces is seen too. */
export interface TouchHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
  /** A finger that rests asks the browser for a menu; there is none here. */
  readonly onContextMenu: (event: Event) => void;
}

/** The handlers, and the face that looks pressed. */
export function useTouch(options: TouchOptions): { handlers: TouchHandlers; pressed: number | null } {
  const gesture = useRef(noGesture);
  const latest = useRef(options);
  latest.current = options;
  const [pressed, setPressed] = useState<number | null>(null);

  const take = (touch: Touch): void => {
    const before = gesture.current;
    const next = follow(before, touch);
    gesture.current = next.gesture;
    setPressed(pressedFace(next.gesture));
    const isTouched = next.gesture.fingers.length > 0;
    // The tap first: a round that takes it is no longer asking, so its lifting cannot look like rest.
    if (next.tapped !== null) latest.current.onTap(next.tapped);
    if (isTouched !== before.fingers.length > 0) latest.current.onFingers(isTouched);
  };

  const place = (event: PointerEvent) => ({
    id: event.pointerId,
    x: event.clientX / latest.current.pxPerMm,
    y: event.clientY / latest.current.pxPerMm,
  });

  // A window that loses the page's attention is not told of lifted fingers.
  useEffect(() => {
    const forget = (): void => {
      for (const finger of gesture.current.fingers) take({ kind: 'cancel', id: finger.id });
    };
    window.addEventListener('blur', forget);
    return () => window.removeEventListener('blur', forget);
  }, []);

  const handlers: TouchHandlers = {
    onPointerDown(event) {
      letGo(event);
      const isMouse = event.pointerType === 'mouse';
      if (isMouse && event.button !== 0) return;
      take({ kind: 'down', ...place(event), isMouse, face: faceUnder(event.target), at: event.timeStamp });
    },
    onPointerMove(event) {
      if (gesture.current.fingers.length > 0) take({ kind: 'move', ...place(event) });
    },
    onPointerUp(event) {
      take({ kind: 'up', ...place(event), face: faceUnder(event.target), at: event.timeStamp });
    },
    onPointerCancel(event) {
      take({ kind: 'cancel', id: event.pointerId });
    },
    onContextMenu: (event) => event.preventDefault(),
  };
  return { handlers, pressed };
}

/** A touch is captured by what it first met; released, its lifting names what is really under the finger. */
function letGo(event: PointerEvent): void {
  const { target, pointerId } = event;
  if (target instanceof Element && target.hasPointerCapture?.(pointerId)) {
    target.releasePointerCapture(pointerId);
  }
}

function faceUnder(target: EventTarget | null): number | null {
  const face = target instanceof Element ? target.closest<HTMLElement>('[data-face]') : null;
  const index = face?.dataset.face;
  return index === undefined ? null : Number(index);
}
