import { coin } from './names.ts';
import { below, pick, type Random } from '../random.ts';

export interface Lexicon {
  readonly nouns: readonly string[];
  readonly verbs: readonly string[];
  readonly adjectives: readonly string[];
  readonly people: readonly string[];
  readonly coined: readonly string[];
  readonly places: readonly string[];
}

type Slot = (lexicon: Lexicon, random: Random) => string;

/** A sentence with slots, cut into pieces once. */
export type Pattern = readonly (string | Slot)[];

const slots: Readonly<Record<string, Slot>> = {
  n: (lexicon, random) => pick(random, lexicon.nouns),
  v: (lexicon, random) => pick(random, lexicon.verbs),
  a: (lexicon, random) => pick(random, lexicon.adjectives),
  p: (lexicon, random) => pick(random, lexicon.people),
  c: (lexicon, random) => pick(random, lexicon.coined),
  w: (lexicon, random) => pick(random, lexicon.places),
  // A name that nothing else uses, where {c} takes one of the owner's own.
  x: (_lexicon, random) => coin(random),
  d: (_lexicon, random) => String(2 + below(random, 97)),
  g: (_lexicon, random) => String(100 + below(random, 90_000)),
};

/** `{n}` noun, `{v}` verb, `{a}` adjective, `{p}` person, `{c}` own name, `{x}` new name, `{w}` place, `{d}`, `{g}` numbers. */
export function compile(text: string): Pattern {
  return text.split(/(\{[a-z]\})/).flatMap((piece): Pattern => {
    const slot = slots[piece.slice(1, -1)];
    if (piece.length === 3 && piece.startsWith('{') && slot !== undefined) return [slot];
    return piece === '' ? [] : [piece];
  });
}

/** One pattern a line; the indentation and empty lines are dropped. */
export function compileLines(text: string): readonly Pattern[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(compile);
}

export function expand(pattern: Pattern, lexicon: Lexicon, random: Random): string {
  let text = '';
  for (const piece of pattern) text += typeof piece === 'string' ? piece : piece(lexicon, random);
  return text;
}
