import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import t from 'tap';
import { readLines } from '../../../../services/cli/inputs/read-lines.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);
const lines = Array.from({ length: 400_000 }, (_, n) => `line ${String(n)}`);
const content = Buffer.from(lines.join('\n'));

for (const [name, bytes] of [
  ['a.txt', content],
  ['a.gz', gzipSync(content)],
  ['a.zst', zstdCompressSync(content)],
] as const) {
  await t.test(`${name}: the rest of the file is not read once it is enough`, async (t) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    let last = '';
    let count = 0;
    const onLine = (line: Buffer) => {
      last = line.toString();
      count += 1;
    };
    await readLines(path, { onLine, isEnough: () => count > 0 });
    t.ok(count > 0 && count < lines.length / 2, `${String(count)} lines were read`);
    t.equal(last, lines[count - 1], 'only whole lines');
    count = 0;
    await readLines(path, { onLine });
    t.equal(count, lines.length);
    t.equal(last, lines.at(-1), 'the last one has no end');
  });
}
