import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `ulimit -f` counts in, bytes. */
const blockBytes = 512;

/**
 * Writes a script that runs the binary with files of at most so many bytes: its writes fail from there on, as on a full
 * disk. Returns the script's path.
 */
export async function limitFiles(folder: string, binary: string, bytes: number): Promise<string> {
  const script = join(folder, 'on-a-small-disk');
  const lines = [
    '#!/bin/sh',
    // Ignored, the signal leaves the write to fail.
    "trap '' XFSZ",
    `ulimit -f ${String(Math.floor(bytes / blockBytes))}`,
    `exec '${binary}' "$@"`,
  ];
  await writeFile(script, `${lines.join('\n')}\n`, { mode: 0o700 });
  return script;
}
