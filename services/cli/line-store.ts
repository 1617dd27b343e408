import { createGrowingArray } from './growing-array.ts';

const blockBytes = 16 * 1024 * 1024;

/** Lines kept back to back in large blocks: about 12 bytes a line beside its text, and nothing for the collector. */
export interface LineStore {
  push(line: Buffer): void;
  at(index: number): Buffer;
  readonly length: number;
}

export function createLineStore(): LineStore {
  const blocks: Buffer[] = [];
  const blockOf = createGrowingArray(Uint32Array);
  const startOf = createGrowingArray(Uint32Array);
  const lengthOf = createGrowingArray(Uint32Array);
  let last = Buffer.alloc(0);
  let used = 0;
  return {
    push: (line) => {
      if (used + line.length > last.length) {
        last = Buffer.allocUnsafeSlow(Math.max(blockBytes, line.length));
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
  };
}
