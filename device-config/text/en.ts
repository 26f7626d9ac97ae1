// English words of the officer's bench.
import type { Words } from './vi.ts';

export const en: Words = {
  place: (file, line, column) => `${file}, line ${line}, column ${column}`,
  syntax: {
    DUPLICATE_KEY: 'this key stands above already; write each key once',
    TAB_AS_INDENT: 'indent with spaces, not with the Tab key',
    BAD_INDENT: 'this line is not indented rightly; keys of one level stand in one column',
    MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
    MULTIPLE_DOCS: 'one file holds one site (remove the line ---)',
    BAD_ALIAS: 'the name after * was not given with & further up',
    TOO_DEEP: 'the file is nested too deeply or repeats too much to be read',
    other: 'this is not valid YAML',
  },
  unknownKey: (key, where) => `there is no key “${key}” in ${where}`,
  missingKey: (key, where) => `the key “${key}” is missing in ${where}`,
  wrongValue: (path, found, expected) => `${path} is ${found}; needed: ${expected}`,
  emptyValue: (path, expected) => `${path} is empty; needed: ${expected}`,
  date: (found) => `the date ${found} does not exist; write year-month-day`,
  times: (found) => `the times ${found} are not in order, overlap the ones before, or go past 24:00`,
  twice: (found, key) => `“${found}” is used above already; each ${key} is used once`,
  unit: (found) => `“${found}” cannot be the beginning of a dossier code (before the date)`,
  tooBig: (found, expected) => `the file has ${found} bytes, ${expected}`,
  sameSite: (site) => `the site id “${site}” is used in another file already`,
  noNegativeLevel:
    'note: this scale has no negative level; reports will always say so and never call the sum a satisfaction rate',
  widerDisclosure: (shown: string, order: string) =>
    `note: by order ${order} the kiosk also shows ${shown} to whoever has only the code, and to whoever stands behind`,
  namesShown:
    'note: the masked name (N*** V** A) will be shown in the lobby to anybody who types a code; keep this line only if the order names it',
  hint: (name) => `Did you mean “${name}”?`,
  commaHint: 'Put a text with a comma or colon in quotes.',
  example: (text) => `Example: ${text}`,
  wholeFile: 'the outermost part of the file',
  nothing: 'nothing',
  several: 'several lines',
  expected: {
    string: 'text; digits alone go in quotes',
    number: 'a number',
    boolean: 'true or false',
    Array: 'a list (each entry begins with -)',
    Object: 'a group of key: value',
    integer: 'a whole number',
    'HH:MM': 'HH:MM in quotes',
  },
  atLeast: (n) => `${n} or more`,
  atMost: (n) => `at most ${n}`,
  oneOf: (names) => `one of the words: ${names}`,
  inForm: (form) => `the form ${form}`,
  packed: (file, out, bytes) => `Packed ${file} → ${out} (${bytes} bytes)`,
  refused: (count) =>
    `${count} ${count === 1 ? 'place needs' : 'places need'} correction; nothing was written.`,
  noFiles: (folder) => `There is no configuration file (*.yaml) in ${folder}.`,
  cannotRead: (file, reason) => `${file} cannot be read (${reason}).`,
  cannotWrite: (file, reason) => `${file} cannot be written (${reason}); the old files are untouched.`,
  badName: (file) => `The file name ${file} may hold only a-z, digits, dots and -.`,
};
