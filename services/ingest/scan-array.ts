const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** The index after the string that opens at `start`; the end of the body when it never closes. */
function afterString(body: Buffer, start: number): number {
  for (let index = start + 1; index < body.length; index += 1) {
    const byte = body[index];
    if (byte === backslash) index += 1;
    else if (byte === quote) return index + 1;
  }
  return body.length;
}

const opens = (byte: number | undefined) => byte === 0x7b || byte === 0x5b;
const closes = (byte: number | undefined) => byte === 0x7d || byte === 0x5d;

/** The index of the comma or bracket that ends the element at `start`. */
function endOfElement(body: Buffer, start: number): number {
  let depth = 0;
  let index = start;
  while (index < body.length) {
    const byte = body[index];
    if (byte === quote) {
      index = afterString(body, index);
      continue;
    }
    if (depth === 0 && (byte === comma || byte === 0x5d)) return index;
    if (opens(byte)) depth += 1;
    // A stray closing bracket is the parser's to refuse; here it only must not unbalance the rest.
    else if (closes(byte) && depth > 0) depth -= 1;
    index += 1;
  }
  return body.length;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function trim(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isBlank(bytes[start])) start += 1;
  while (end > start && isBlank(bytes[end - 1])) end -= 1;
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
}

/**
 * The elements of the JSON array that opens at `start`, each as its own bytes, found without parsing any: a broken
 * element is the parser's to refuse and does not take its neighbours along. What follows the array, or the lack of
 * its end, shows as one more element that cannot be parsed.
 */
export function* scanArray(body: Buffer, start: number): Generator<Buffer> {
  let position = start + 1;
  for (let isFirst = true; ; isFirst = false) {
    const end = endOfElement(body, position);
    const element = trim(body.subarray(position, end));
    const isClosed = body[end] === 0x5d;
    if (element.length > 0 || !isFirst || !isClosed) yield element;
    position = end + 1;
    if (isClosed || end >= body.length) break;
  }
  const rest = trim(body.subarray(position));
  if (rest.length > 0) yield rest;
}
