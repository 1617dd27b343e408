/** What a UTF-16 unit is to the tokeniser. */
export const characterClass = {
  space: 0,
  letter: 1,
  digit: 2,
  mark: 3,
  /** A unit of a script that is written without spaces: a token of its own. */
  ideograph: 4,
} as const;

const latin = new Uint8Array(0x80);
for (let unit = 0; unit < 0x80; unit++) latin[unit] = classOfLatin(unit);

/** Classifies by ranges of the Unicode blocks; it needs no tables of a language. */
export function classOf(unit: number): number {
  if (unit < 0x80) return latin[unit] ?? characterClass.mark;
  if (unit < 0x2e80) return classBelowIdeographs(unit);
  // Hangul is written with spaces; CJK radicals, kana, bopomofo and ideographs are not.
  if (unit >= 0xac00 && unit < 0xd7b0) return characterClass.letter;
  if (unit >= 0x3000 && unit < 0x3003)
    return unit === 0x3000 ? characterClass.space : characterClass.mark;
  if (unit >= 0xfe00 && unit < 0xff10) return characterClass.mark;
  if (unit >= 0xd800 && unit < 0xf900) return characterClass.mark;
  return characterClass.ideograph;
}

function classBelowIdeographs(unit: number): number {
  if (unit === 0xa0 || (unit >= 0x2000 && unit < 0x200c)) return characterClass.space;
  if (unit < 0xc0 || (unit >= 0x200c && unit < 0x2c00)) return characterClass.mark;
  // Thai, Lao, Myanmar and Khmer run on without spaces.
  const isUnspaced =
    (unit >= 0x0e00 && unit < 0x0f00) ||
    (unit >= 0x1000 && unit < 0x10a0) ||
    (unit >= 0x1780 && unit < 0x1800);
  return isUnspaced ? characterClass.ideograph : characterClass.letter;
}

function classOfLatin(unit: number): number {
  if (unit <= 0x20) return characterClass.space;
  if (unit >= 0x30 && unit <= 0x39) return characterClass.digit;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? characterClass.letter : characterClass.mark;
}
