import { combine32, mix32 } from '../sketches/hash.ts';
import { characterClass, classOf, foldCase } from './character-class.ts';

/**
 * What one pass over a text yields. The arrays are buffers that the next call overwrites: read them at once.
 * Digits are masked and letters folded to lower case, so that a template with other slots keeps its edges.
 */
export interface TextReading {
  /** Size of the whole text in UTF-16 units, where an ideograph counts for what it says: as much as 2.4 letters. */
  length: number;
  /** Tokens read: words, masked numbers, marks, ideographs. */
  tokens: number;
  /** Hashes of words of four letters (two Hangul syllables) and more, and of pairs of ideographs, in order, at most `wordLimit`. */
  readonly words: Uint32Array;
  wordCount: number;
  /** Hash of everything read, case folded and numbers kept: equal texts, equal hashes. */
  exact: number;
  /** Hashes of the first and last tokens; 0 when the text is too short to leave a slot between or beside them. */
  head: number;
  longHead: number;
  tail: number;
  longTail: number;
  hasLineBreak: boolean;
  hasDigit: boolean;
  endsWithMark: number;
}

/** A text is read up to here, in UTF-16 units, and from the end for its tail: the cost of an event is bounded. */
export const readLimit = 4096;
const tailWindow = 256;
const wordLimit = 256;
const shortEdge = 4;
const longEdge = 7;
/** Tokens that must be left beside an edge, or the edge is the whole request and no template. */
const slotTokens = 3;
const shortestWord = 4;
const hangul = 0xac00;
const numberToken = 0x9e3779b1;

interface Cursor {
  readonly edge: Uint32Array;
  edgeCount: number;
  previousIdeograph: number;
  ideographs: number;
}

/** Tokens of a model take 4 letters or 1.7 ideographs on average (usage logs of several tokenizers). */
const lettersPerIdeograph = 2.4;

const reading: TextReading = {
  length: 0,
  tokens: 0,
  words: new Uint32Array(wordLimit),
  wordCount: 0,
  exact: 0,
  head: 0,
  longHead: 0,
  tail: 0,
  longTail: 0,
  hasLineBreak: false,
  hasDigit: false,
  endsWithMark: 0,
};
const cursor: Cursor = {
  edge: new Uint32Array(8192),
  edgeCount: 0,
  previousIdeograph: 0,
  ideographs: 0,
};

/** Reads a text in one pass. Not re-entrant: the result is valid until the next call. */
export function readText(text: string): TextReading {
  reading.wordCount = 0;
  reading.hasLineBreak = false;
  reading.hasDigit = false;
  cursor.edgeCount = 0;
  cursor.previousIdeograph = 0;
  cursor.ideographs = 0;
  const isLong = text.length > readLimit;
  let exact = scan(text, 0, isLong ? readLimit - tailWindow : text.length);
  if (isLong) exact = scan(text, text.length - tailWindow, text.length) ^ mix32(exact);
  reading.exact = mix32(exact ^ text.length);
  reading.length = sizeOf(text.length);
  reading.tokens = cursor.edgeCount;
  reading.endsWithMark = lastUnit(text);
  readEdges();
  return reading;
}

/** Of a long text the part that was read speaks for the rest. */
function sizeOf(length: number): number {
  const part = Math.max(1, Math.min(length, readLimit));
  return length + Math.round((lettersPerIdeograph - 1) * cursor.ideographs * (length / part));
}

function scan(text: string, start: number, end: number): number {
  let exact = start | 1;
  let index = start;
  while (index < end) {
    const unit = text.charCodeAt(index);
    const kind = classOf(unit);
    if (kind === characterClass.letter) {
      const from = index;
      let hash = 0x811c9dc5;
      let next = unit;
      do {
        hash = Math.imul(hash ^ foldCase(next), 0x01000193);
        next = ++index < end ? text.charCodeAt(index) : 0x20;
      } while (classOf(next) === characterClass.letter);
      // A Hangul syllable holds two or three letters.
      addWord(hash, unit < hangul ? index - from : 2 * (index - from));
      exact = Math.imul(exact ^ hash, 0x85ebca6b) + 1;
      continue;
    }
    exact = Math.imul(exact ^ unit, 0x01000193);
    index = kind === characterClass.digit ? skipDigits(text, index, end) : index + 1;
    if (kind === characterClass.digit) exact = Math.imul(exact ^ hashSpan(text, index), 0x01000193);
    addOther(unit, kind);
  }
  return exact;
}

/** FNV-1a (Fowler, Noll, Vo) per word, mixed once at its end. */
function addWord(hash: number, length: number): void {
  const mixed = mix32(hash);
  pushEdge(mixed);
  cursor.previousIdeograph = 0;
  if (length >= shortestWord) pushWord(mixed);
}

function addOther(unit: number, kind: number): void {
  if (kind === characterClass.space) {
    if (unit === 0x0a) reading.hasLineBreak = true;
    return;
  }
  if (kind === characterClass.ideograph) {
    pushEdge(mix32(unit));
    cursor.ideographs++;
    if (cursor.previousIdeograph !== 0) pushWord(combine32(cursor.previousIdeograph, unit));
    cursor.previousIdeograph = unit;
    return;
  }
  cursor.previousIdeograph = 0;
  if (kind === characterClass.digit) reading.hasDigit = true;
  pushEdge(kind === characterClass.digit ? numberToken : mix32(unit));
}

function skipDigits(text: string, start: number, end: number): number {
  let index = start + 1;
  while (index < end && classOf(text.charCodeAt(index)) === characterClass.digit) index++;
  return index;
}

/** The digits just passed, for the exact hash: two requests that differ in a number are two requests. */
function hashSpan(text: string, end: number): number {
  let hash = 0;
  for (let index = end - 1; index >= 0 && index > end - 64; index--) {
    const unit = text.charCodeAt(index);
    if (classOf(unit) !== characterClass.digit) break;
    hash = Math.imul(hash, 31) + unit;
  }
  return hash;
}

function pushEdge(hash: number): void {
  if (cursor.edgeCount < cursor.edge.length) cursor.edge[cursor.edgeCount++] = hash;
}

function pushWord(hash: number): void {
  if (reading.wordCount < wordLimit) reading.words[reading.wordCount++] = hash;
}

function readEdges(): void {
  const count = cursor.edgeCount;
  reading.head = edgeHash(0, shortEdge, count);
  reading.longHead = edgeHash(0, longEdge, count);
  reading.tail = edgeHash(count - shortEdge, shortEdge, count);
  reading.longTail = edgeHash(count - longEdge, longEdge, count);
}

function edgeHash(from: number, length: number, count: number): number {
  if (count < length + slotTokens) return 0;
  let hash = length;
  for (let index = from; index < from + length; index++)
    hash = combine32(hash, cursor.edge[index] ?? 0);
  return hash === 0 ? 1 : hash;
}

function lastUnit(text: string): number {
  for (let index = text.length - 1; index >= 0; index--) {
    const unit = text.charCodeAt(index);
    if (classOf(unit) !== characterClass.space) return unit;
  }
  return 0;
}
