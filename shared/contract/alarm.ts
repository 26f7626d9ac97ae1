/** The closed list of alarms: states of an unwell world, raised and cleared, carried by the heartbeat and shown on the board. */
import * as v from 'valibot';

/** Alarm name → what it means to staff (English; screens hold their own words). docs/alarms.md lists the same. */
export const alarms = {
  'storage-full': 'A rating could not be written because the disk is full; the tablet has stopped asking.',
  'storage-failed': 'The device cannot read or write its own store.',
  'storage-wiped': 'The store was found empty; what the mirror held has been restored.',
  'storage-not-persistent': 'The browser may delete the store when it needs room.',
  'outbox-forked':
    'The centre knew other events at the same places; the device has moved its own to a new epoch.',
  'outbox-nearly-full': 'More than four fifths of the room for unsent events is used.',
  'mirror-failed': 'The second copy of the outbox cannot be written; ratings are kept but not sent.',
  'dead-letters': 'The centre refused events for good; staff can see them on the device.',
  'clock-wrong': 'The device clock is more than ten minutes off.',
  'camera-failed': 'The camera is missing, refused or has stopped.',
  'reader-slow': 'The fast barcode reader could not be loaded; the slow one reads in its place.',
  'unknown-status': 'A dossier carried a status code that the map does not know.',
  'book-full':
    'There is no room for the offline copy of the dossiers; it was given up so that events can be kept.',
  'book-stale': 'The offline copy of the dossiers is not whole, or has not been renewed for half an hour.',
  twin: 'Another device uses the same identity.',
  'app-not-kept': 'The browser has not kept the app: the device starts only while it reaches the centre.',
  'catalogue-missing': 'The procedure catalogue that the configuration names is not on the device.',
  'link-refused': 'The centre refuses this device.',
} as const;

export type AlarmName = keyof typeof alarms;
// Object.keys of a const object yields exactly its keys.
export const alarmNames = Object.keys(alarms) as AlarmName[];
export const alarmName = v.picklist(alarmNames);
