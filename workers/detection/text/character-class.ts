/** What a UTF-16 unit is to the tokeniser. */
export const characterClass = {
  space: 0,
  letter: 1,
  digit: 2,
  mark: 3,
  /** A unit of a script that is written without spaces: a token of its own. */
  ideograph: 4,
} as const;

const { space, letter, digit, mark, ideograph } = characterClass;

/** From this unit on, until the next line. Ranges of Unicode blocks: no table of a language is needed. */
const blocks: readonly (readonly [from: number, kind: number])[] = [
  [0x00, space],
  [0x21, mark],
  [0x30, digit],
  [0x3a, mark],
  [0x41, letter],
  [0x5b, mark],
  [0x61, letter],
  [0x7b, mark],
  [0xa0, space],
  [0xa1, mark],
  [0xc0, letter],
  // Thai and Lao, then Myanmar, then Khmer run on without spaces.
  [0x0e00, ideograph],
  [0x0f00, letter],
  [0x1000, ideograph],
  [0x10a0, letter],
  [0x1780, ideograph],
  [0x1800, letter],
  [0x2000, space],
  [0x200c, mark],
  [0x2028, space],
  [0x202a, mark],
  [0x2c00, letter],
  // CJK radicals, kana, bopomofo and ideographs; Hangul is written with spaces.
  [0x2e80, ideograph],
  [0x3000, space],
  [0x3001, mark],
  [0x3003, ideograph],
  [0xac00, letter],
  [0xd7b0, ideograph],
  // Surrogates, private use.
  [0xd800, mark],
  [0xf900, ideograph],
  [0xfe00, mark],
  [0xff10, ideograph],
];

/** The zeros of decimal digits outside ASCII: Arabic, Indic, Thai, Lao, Tibetan, Myanmar, Khmer, Mongolian, full width. */
const zeros = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
  0x1040, 0x17e0, 0x1810, 0xff10,
];

const classes = new Uint8Array(0x10000);
blocks.forEach(([from, kind], index) => {
  classes.fill(kind, from, blocks[index + 1]?.[0] ?? classes.length);
});
for (const zero of zeros) classes.fill(digit, zero, zero + 10);

/** Upper case to lower case by one step, where a block of capitals stands before its small letters. */
const capitals: readonly (readonly [from: number, to: number, step: number])[] = [
  [0x41, 0x5a, 0x20],
  [0xc0, 0xde, 0x20],
  // Greek, Cyrillic, Armenian.
  [0x391, 0x3a9, 0x20],
  [0x400, 0x40f, 0x50],
  [0x410, 0x42f, 0x20],
  [0x531, 0x556, 0x30],
];
const folded = Uint16Array.from({ length: 0x600 }, (_, unit) => unit);
for (const [from, to, step] of capitals) {
  for (let unit = from; unit <= to; unit++) folded[unit] = unit + step;
}

/** The unit in lower case, in the scripts whose cases lie side by side; others as they are. */
export function foldCase(unit: number): number {
  return folded[unit] ?? unit;
}

/** `unit` is a UTF-16 unit, 0 to 65535. */
export function classOf(unit: number): number {
  return classes[unit] ?? mark;
}
