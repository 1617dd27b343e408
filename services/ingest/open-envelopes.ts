import { scanArray, trim } from './scan-array.ts';
import { splitRecords, type RawRecord } from './split-records.ts';

/** Azure and shippers wrap records so. Only as the first key: looking further would parse the body twice. */
const opening = /^\{\s*"records"\s*:\s*\[/;
const longestOpening = 128;
const byteOrderMark = 3;

function* elementsOf(bytes: Buffer, start: number): Generator<Buffer> {
  let held: Buffer | undefined;
  for (const element of scanArray(bytes, start)) {
    if (held !== undefined) yield held;
    held = element;
  }
  // What follows the array is the end of the envelope, and no record.
  const first = held?.[0];
  if (held !== undefined && first !== 0x7d && first !== 0x2c) yield held;
}

/**
 * The records of a body like `splitRecords`, with every envelope `{"records":[...]}` opened. `line` is the place in an
 * envelope that is the whole body, else the line on which the envelope stands.
 */
export function* openEnvelopes(body: Buffer): Generator<RawRecord> {
  const wholeLength = trim(body).length - byteOrderMark;
  for (const record of splitRecords(body)) {
    const head = opening.exec(record.bytes.toString('latin1', 0, longestOpening));
    if (head === null) {
      yield record;
      continue;
    }
    const isWhole = record.bytes.length >= wholeLength;
    let place = 0;
    for (const bytes of elementsOf(record.bytes, head[0].length - 1)) {
      place += 1;
      yield { line: isWhole ? place : record.line, bytes };
    }
  }
}
