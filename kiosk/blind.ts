/** Which states of the camera mean that it reads nothing, and the sentence for each; it knows no camera. */
import type { CameraState } from './camera.ts';

const sentences = {
  refused: 'attract.cameraRefused',
  missing: 'attract.cameraMissing',
  busy: 'attract.cameraBusy',
  lost: 'attract.cameraLost',
} as const;
export type Blind = keyof typeof sentences;

export const isBlind = (state: CameraState): state is Blind => state in sentences;

/** Says what is wrong and what still works. */
export const sentenceOf = (state: Blind): (typeof sentences)[Blind] => sentences[state];
