/** A tap becomes one rating, as it was asked on the screen; it knows no round and keeps nothing itself. */
import type { RatingGiven } from '../shared/contract/event.ts';
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import type { Device, Place } from '../shared/device/device.ts';

/** What a rating says: site, counter and scale as they stood on the screen, and which level; nothing about a person or a dossier. */
export function ratingOf(config: DeviceConfig, index: number): RatingGiven {
  const { site } = config;
  return {
    site: site.site.id,
    counter: config.counter,
    scale: { id: site.scale.id, version: site.scale.version, size: site.scale.levels.length },
    index,
    outcome: 'tapped',
    flags: [],
    invitation: null,
  };
}

/** Writes one rating in one strict transaction; resolves once it is on disk, rejects when nothing was written. */
export function commitRating(
  device: Pick<Device, 'record'>,
  config: DeviceConfig,
  index: number,
): Promise<Place> {
  const subject = config.counter === null ? {} : { subject: config.counter };
  return device.record('vn.motcua.rating.given.v1', ratingOf(config, index), {
    ...subject,
    holdMs: config.site.tablet.undoWindowMs,
  });
}
