/** The names of things: branded ids, their shapes, and how they are made from handed-in random bytes. */
import * as v from 'valibot';

/** Device id = MQTT user name = client id = topic level = last part of `source` (wire 2). */
export const deviceId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{3,32}$/, 'a-z, 0-9 and -, 3 to 32 characters'),
  v.brand('DeviceId'),
);
/** 128 random bits made with the event, lower-case hex: what is counted (wire 1.3). */
export const eventId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, '32 hex digits'), v.brand('EventId'));
/** 80 random bits made with an outbox, lower-case hex. */
export const epochId = v.pipe(v.string(), v.regex(/^[0-9a-f]{20}$/, '20 hex digits'), v.brand('EpochId'));
/** 64 random bits made at each start of the page, lower-case hex. */
export const bootId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, '16 hex digits'), v.brand('BootId'));
/** Request id, chosen by the asker and repeated with each try. */
export const requestId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, '16 hex digits'), v.brand('RequestId'));
/** Site and counter ids are opaque and never used again for something else. */
export const siteId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{2,40}$/, 'a-z, 0-9 and -, 2 to 40 characters'),
  v.brand('SiteId'),
);
export const counterId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{1,40}$/, 'a-z, 0-9 and -, 1 to 40 characters'),
  v.brand('CounterId'),
);

export type DeviceId = v.InferOutput<typeof deviceId>;
export type EventId = v.InferOutput<typeof eventId>;
export type EpochId = v.InferOutput<typeof epochId>;
export type BootId = v.InferOutput<typeof bootId>;
export type RequestId = v.InferOutput<typeof requestId>;
export type SiteId = v.InferOutput<typeof siteId>;
export type CounterId = v.InferOutput<typeof counterId>;

export const appNames = ['kiosk', 'tablet'] as const;
export const appName = v.picklist(appNames);
export type AppName = (typeof appNames)[number];
