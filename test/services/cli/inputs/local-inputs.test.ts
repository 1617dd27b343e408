import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import t from 'tap';
import { findInputs, type InputChoice } from '../../../../services/cli/inputs/find-inputs.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);

async function write(path: string, content = 'x'): Promise<string> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, content);
  return full;
}

const find = async (places: readonly string[], choice?: InputChoice) =>
  (await findInputs(places, choice)).map(({ name }) => name.slice(folder.length + 1));

const written = [
  'logs/2026/02/b.ndjson',
  'logs/2026/03/a.ndjson.gz',
  'logs/2026/03/notes.txt',
  'logs/first.ndjson',
];
for (const path of written) await write(path);
await write('logs/.offsets');
await write('logs/.cache/part.ndjson');

await t.test(
  'a folder gives the files below it by their names, hidden ones left out',
  async (t) => {
    t.same(await find([join(folder, 'logs')]), written);
    t.same(await find([join(folder, 'logs/first.ndjson'), join(folder, 'logs')]), [
      'logs/first.ndjson',
      ...written.slice(0, 3),
    ]);
  },
);

await t.test(
  'globs choose by the path within the folder; a file that is named is read',
  async (t) => {
    const logs = [join(folder, 'logs')];
    t.same(await find(logs, { include: ['**/*.ndjson', '**/*.ndjson.gz'] }), [
      ...written.slice(0, 2),
      'logs/first.ndjson',
    ]);
    t.same(await find(logs, { include: ['2026/03/*'], exclude: ['**/*.txt'] }), [written[1]]);
    t.same(await find([await write('logs/first.ndjson')], { include: ['*.gz'] }), [
      'logs/first.ndjson',
    ]);
  },
);

await t.test('a link to a file counts, one to a folder does not', async (t) => {
  await write('linked/own.ndjson');
  await symlink(join(folder, 'logs/first.ndjson'), join(folder, 'linked/to-file'));
  await symlink(join(folder, 'logs/2026'), join(folder, 'linked/to-folder'));
  t.same(await find([join(folder, 'linked')]), ['linked/own.ndjson', 'linked/to-file']);
});

await t.test('nothing to read, and nothing there, are errors', async (t) => {
  const logs = join(folder, 'logs');
  await t.rejects(findInputs([logs], { include: ['*.parquet'] }), {
    code: 'usage',
    message: `There is nothing to read in ${logs}.`,
  });
  await t.rejects(findInputs([join(folder, 'none')]), {
    code: 'file_unreadable',
    message: /none cannot be read: there is no such file/,
  });
});

await t.test('an input changes its version with its content', async (t) => {
  const path = await write('grows.ndjson', 'one');
  const [before] = await findInputs([path]);
  const [again] = await findInputs([path]);
  t.equal(again?.version, before?.version);
  await write('grows.ndjson', 'one and two');
  const [after] = await findInputs([path]);
  t.not(after?.version, before?.version);
  t.equal(after?.bytes, 11);
});
