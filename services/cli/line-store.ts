import { createGrowingArray, type SharedNumbers } from './growing-array.ts';

const blockBytes = 16 * 1024 * 1024;

/** Lines kept back to back in large blocks: about 12 bytes a line beside its text, and nothing for the collector. */
export interface LineStore {
  push(line: Buffer): void;
  at(index: number): Buffer;
  readonly length: number;
  /** What another thread needs to read the lines; no text is copied. */
  share(): SharedLines;
}

export interface SharedLines {
  readonly blocks: readonly SharedArrayBuffer[];
  readonly blockOf: SharedNumbers;
  readonly startOf: SharedNumbers;
  readonly lengthOf: SharedNumbers;
}

export function createLineStore(): LineStore {
  const blocks: Buffer<SharedArrayBuffer>[] = [];
  const blockOf = createGrowingArray(Uint32Array);
  const startOf = createGrowingArray(Uint32Array);
  const lengthOf = createGrowingArray(Uint32Array);
  let last = Buffer.from(new SharedArrayBuffer(0));
  let used = 0;
  return {
    push: (line) => {
      if (used + line.length > last.length) {
        last = Buffer.from(new SharedArrayBuffer(Math.max(blockBytes, line.length)));
        blocks.push(last);
        used = 0;
      }
      line.copy(last, used);
      blockOf.push(blocks.length - 1);
      startOf.push(used);
      lengthOf.push(line.length);
      used += line.length;
    },
    at: (index) => {
      const start = startOf.at(index);
      const block = blocks[blockOf.at(index)] ?? last;
      return block.subarray(start, start + lengthOf.at(index));
    },
    get length() {
      return blockOf.length;
    },
    share: () => ({
      blocks: blocks.map(({ buffer }) => buffer),
      blockOf: blockOf.share(),
      startOf: startOf.share(),
      lengthOf: lengthOf.share(),
    }),
  };
}

/** Reads lines that another thread has stored. */
export function openLines({ blocks, blockOf, startOf, lengthOf }: SharedLines) {
  const buffers = blocks.map((block) => Buffer.from(block));
  return {
    length: blockOf.length,
    at: (index: number): Buffer => {
      const start = startOf[index] ?? 0;
      const block = buffers[blockOf[index] ?? 0] ?? Buffer.alloc(0);
      return block.subarray(start, start + (lengthOf[index] ?? 0));
    },
  };
}
