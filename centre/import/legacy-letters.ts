/** The letters of two Vietnamese encodings from before Unicode, as tables; it decides nothing. */

/** TCVN 5712 (ABC fonts): one byte a letter. Tones on capitals do not exist there: capital fonts show the small letter's byte. */
const tcvn3Rows: readonly (readonly [number, string])[] = [
  [0xa1, 'ĂÂÊÔƠƯĐăâêôơưđ'],
  [0xb5, 'àảãáạ'],
  [0xbb, 'ằẳẵắ'],
  [0xc6, 'ặầẩẫấậè'],
  [0xce, 'ẻẽéẹềểễếệìỉ'],
  [0xdc, 'ĩíịò'],
  [0xe1, 'ỏõóọồổỗốộờởỡớợù'],
  [0xf1, 'ủũúụừửữứựỳỷỹýỵ'],
];
export const tcvn3Letters: ReadonlyMap<string, string> = new Map(
  tcvn3Rows.flatMap(([from, letters]) =>
    [...letters].map((letter, i) => {
      // 0xDD, 0xDE follow 0xDC; 0xDF is the last of that row.
      return [String.fromCharCode(from + i), letter] as const;
    }),
  ),
);

const circumflex = '\u0302';
const breve = '\u0306';
const tones = { acute: '\u0301', grave: '\u0300', hook: '\u0309', tilde: '\u0303', dot: '\u0323' } as const;

/** VNI for Windows: a letter, then one mark for its shape and tone together. Marks as small letters; capitals likewise. */
const marks: readonly (readonly [string, string])[] = [
  ['ù', tones.acute],
  ['ø', tones.grave],
  ['û', tones.hook],
  ['õ', tones.tilde],
  ['ï', tones.dot],
  ['â', circumflex],
  ['á', circumflex + tones.acute],
  ['à', circumflex + tones.grave],
  ['å', circumflex + tones.hook],
  ['ã', circumflex + tones.tilde],
  ['ä', circumflex + tones.dot],
  ['ê', breve],
  ['é', breve + tones.acute],
  ['è', breve + tones.grave],
  ['ú', breve + tones.hook],
  ['ü', breve + tones.tilde],
  ['ë', breve + tones.dot],
];
/** What a mark adds to the letter before it. */
export const vniMarks: ReadonlyMap<string, string> = new Map(
  marks.flatMap(([mark, adds]) => [
    [mark, adds],
    [mark.toUpperCase(), adds],
  ]),
);

const whole: readonly (readonly [string, string])[] = [
  ['ô', 'ơ'],
  ['ö', 'ư'],
  ['ñ', 'đ'],
  ['æ', 'ỉ'],
  ['ó', 'ĩ'],
  ['ò', 'ị'],
  ['î', 'ỵ'],
];
/** Letters that stand for themselves; í and ì are what they look like. */
export const vniLetters: ReadonlyMap<string, string> = new Map(
  whole.flatMap(([from, to]) => [
    [from, to],
    [from.toUpperCase(), to.toUpperCase()],
  ]),
);
