/** NDJSON bodies of `size` lines each. */
export function bodiesOf(lines: readonly string[], size: number): Buffer[] {
  const bodies: Buffer[] = [];
  for (let start = 0; start < lines.length; start += size) {
    bodies.push(Buffer.from(`${lines.slice(start, start + size).join('\n')}\n`));
  }
  return bodies;
}
