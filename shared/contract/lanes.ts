/** The lanes of the outbox and which event goes in which; apart from event.ts so that a tap needs no schema. */

/** 0 rating, 1 fault and command result, 2 scan, 3 rest (wire 4). Lane 0 goes first and is never dropped. */
export const lanes = [0, 1, 2, 3] as const;
export type Lane = (typeof lanes)[number];

export const laneOf = {
  'vn.motcua.rating.given.v1': 0,
  'vn.motcua.device.faulted.v1': 1,
  'vn.motcua.dossier.asked.v1': 2,
} as const;
export type EventType = keyof typeof laneOf;

/** CloudEvents `source` of a device. */
export const sourcePrefix = 'urn:motcua:device:';
