type Numbers = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** A typed array that doubles when full: millions of numbers at 4 or 8 bytes each. */
export interface GrowingArray {
  push(value: number): void;
  at(index: number): number;
  readonly length: number;
  /** A copy that threads can share. */
  share(): SharedNumbers;
}

export type SharedNumbers = Uint32Array<SharedArrayBuffer> | Float64Array<SharedArrayBuffer>;

export function createGrowingArray(
  Kind: Uint32ArrayConstructor | Float64ArrayConstructor,
): GrowingArray {
  let values: Numbers = new Kind(4096);
  let length = 0;
  return {
    push: (value) => {
      if (length === values.length) {
        const larger = new Kind(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    at: (index) => values[index] ?? Number.NaN,
    get length() {
      return length;
    },
    share: () => {
      const buffer = new SharedArrayBuffer(length * Kind.BYTES_PER_ELEMENT);
      const isWhole = Kind === Uint32Array;
      const shared = isWhole ? new Uint32Array(buffer) : new Float64Array(buffer);
      shared.set(values.subarray(0, length));
      return shared;
    },
  };
}
