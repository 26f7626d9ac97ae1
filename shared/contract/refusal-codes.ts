/** The closed list of refusal codes with their meaning, apart from refusal.ts so that a first paint need not carry sentences. */

/** All refusal codes; docs/refusals.md lists the same, and a test compares both ways. */
export const refusalCodes = {
  E_JSON: 'The bytes are not JSON in UTF-8.',
  E_SCHEMA: 'The message has not the agreed shape.',
  E_TOO_BIG: 'The message is larger than its limit.',
  E_TOPIC: 'This topic may not be used by this device.',
  E_SOURCE: 'The event names another source than the device that sent it.',
  E_TYPE: 'The event type is not known to this centre.',
  E_CONFLICT: 'Another event already stands at this place.',
  E_REVOKED: 'The device has been revoked.',
  E_TWIN: 'Two devices use the same identity at the same time.',
  E_CREDENTIAL: 'The device is unknown or its secret is wrong.',
  E_ORIGIN: 'The page or host that asks is not one of ours.',
  E_RATE: 'Too many messages in too short a time.',
  E_BUSY: 'The centre is busy; try again after the named wait.',
  E_DB: 'The ledger cannot write now; try again after the named wait.',
  E_SESSION: 'A newer session of this device is already known.',
  E_CODE_EMPTY: 'No code was given.',
  E_CODE_FORM: 'The text is not a dossier code.',
  E_CODE_DATE: 'The date inside the code does not exist.',
  E_CODE_RANGE: 'The date inside the code is too old or in the future.',
  E_ENROL: 'The enrolment code is wrong, used or expired.',
  E_CONFIG: 'The configuration is not valid.',
  E_CONFIG_OLD: 'The configuration has a version that is not higher than the one in use.',
  E_SIGNATURE: 'The signature does not fit a key that is known.',
  E_DATES: 'The dates are not of the form YYYY-MM-DD or are the wrong way round.',
  E_NOT_FOUND: 'There is no such thing here.',
  E_LOCAL_ONLY: 'This page answers only on the computer that runs the centre.',
  E_DEMO: 'This is not allowed in a folder of this kind (demo or real).',
} as const;

export type RefusalCode = keyof typeof refusalCodes;
