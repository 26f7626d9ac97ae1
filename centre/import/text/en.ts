/** What the command line says about deliveries of dossiers, in English. */
import type { vi } from './vi.ts';

/** The same words in another language. */
type Same<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer A) => string
      ? (...values: A) => string
      : Same<T[K]>;
};

export const en: Same<typeof vi> = {
  verbs: {
    import: 'take a file of dossiers (CSV or JSON Lines): all of it or nothing',
    pending: 'list deliveries that wait for a decision',
    accept: 'take a delivery that waits',
    reject: 'drop a delivery that waits',
    token: 'tokens of programs',
    tokenAdd: 'make a token; it is shown this once',
    tokenList: 'list tokens',
    tokenRevoke: 'revoke a token for good, at once',
    source: 'sources of dossiers: what columns, words and codes of each software mean',
    sourceSet: "take a source's configuration (JSON); its version must rise",
    sourceList: 'list sources, their dossiers, and status codes not understood',
    ofSource: 'name of a configured source',
    encoding: 'encoding of the file, where it is not recognised',
    asOf: 'when the data was true (ISO 8601); else when the file was last written',
    complete: 'the file holds every dossier of the source: those it does not name are removed',
    upToDate: 'everything that changed until then has been delivered',
    dryRun: 'judge and count, change nothing',
    errors: 'write every bad line into this file (CSV)',
    role: 'push: deliver dossiers; read: see figures; admin: everything',
    units: 'beginnings of dossier codes, separated by commas; none: every unit',
    by: 'your name: it stands beside the decision',
  },
  done: (rows) => `Took ${rows} rows.`,
  dryRun: (rows) => `Judged ${rows} rows; nothing was changed.`,
  counts: (added, changed, confirmed, older, removed) =>
    `new ${added}, changed ${changed}, unchanged ${confirmed}, older ${older}, removed ${removed}`,
  waiting: (id, turned, open, percent) =>
    `NOT TAKEN YET: delivery ${id} closes, removes or turns ${turned} of ${open} open dossiers (over ${percent} %). ` +
    `If that is right: import accept ${id} --by "name"; if not: import reject ${id} --by "name".`,
  refused: (bad, rows) => `Nothing was taken: ${bad} of ${rows} lines are bad. Mend them and import again.`,
  more: (n) => `… ${n} more; add --errors FILE to see all.`,
  written: (file) => `All of them stand in ${file}.`,
  unknownStatuses: (list) =>
    `Status codes that the source's configuration does not know (citizens are asked to go to the desk): ${list}`,
  namelessUnits: (list) => `Units without a name, of which screens show the code: ${list}`,
  ignored: (n) => `${n} other columns were neither read nor kept.`,
  asOf: (moment) => `True as of ${moment}.`,
  progress: 'Reading',
  line: (line, column, found, wanted) =>
    `line ${line}${column === '' ? '' : `, column "${column}"`}: ${found === '' ? '' : `found "${found}", `}expected ${wanted}`,
  wanted: {
    columns: 'a line with all columns and closed quotes (or one JSON object)',
    code: 'a dossier code such as 000.00.17.H53-200313-0001',
    codeDate: 'a date that exists inside the code',
    codeRange: 'a code dated from June 2018 to tomorrow',
    once: 'each dossier once; this code stands above already',
    unicode: 'Unicode; this is TCVN3 (ABC) or VNI text',
    tooMany: 'fewer lines in one file',
    status: 'a status',
    timing: "a word for timeliness that the source's configuration knows",
    date: "a date that exists, dd/MM/yyyy [HH:mm[:ss]] or as the source's configuration says",
    text: 'text of at most 600 characters',
    yes: 'yes or no',
    secret: 'a look-up secret of 8 to 64 letters, digits, _ or -',
    version: 'a whole number that rises',
    papers: 'a list of papers with ; between them',
    timeline: 'a list of stages as JSON, with units and dates',
    unit: 'a unit of this token',
  },
  trouble: {
    tcvn3:
      'The file is TCVN3 (ABC fonts, .VnTime) text, not Unicode. Convert it to UTF-8, or add --encoding tcvn3.',
    vni: 'The file is VNI (VNI-Times) text, not Unicode. Convert it to UTF-8, or add --encoding vni.',
    'not-text': 'The file is no text (perhaps a workbook). Save it as "CSV UTF-8" and import that.',
    'unknown-encoding':
      'The letters of the file cannot be read. Save it as UTF-8, or name its --encoding (windows-1258, tcvn3, vni, utf-16le).',
    'too-big': 'The file is too large. Split it.',
    unreadable: 'The file cannot be opened.',
    heading: (missing, columns) =>
      `The first line must name the columns; among ${columns} columns there is none for: ${missing}. Where the software calls them otherwise, name them in the source's configuration (columns).`,
  },
  token: (token) => `Token (shown this once, keep it now): ${token}`,
  badMoment: 'the moment must be ISO 8601, such as 2026-11-21T08:15:00+07:00.',
  packFirst: (file) =>
    `${file} is YAML; run node device-config/pack.ts ${file} and use the JSON in dist/device-config.`,
};
