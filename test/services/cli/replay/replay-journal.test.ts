import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { openJournal, type JournalOf } from '../../../../services/cli/replay/replay-journal.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);
const of: JournalOf = { url: 'http://gateway', format: 'litellm' };
const input = (name: string, version = '1') => ({
  ...{ name, version, bytes: 1 },
  open: () => [] as unknown as AsyncIterable<Buffer>,
});
const [first, second] = [input('a'), input('b')];

async function reopen(path: string, given = of) {
  const journal = await openJournal(path, given);
  await journal.close();
  return journal;
}

await t.test('it knows what was finished and how far the open group was', async (t) => {
  const path = join(folder, 'state');
  const journal = await openJournal(path, of);
  t.equal(journal.open, undefined);
  await journal.begin([first], 10);
  await journal.sent(10);
  await journal.finish();
  await journal.begin([second], 30);
  await journal.sent(10);
  await journal.sent(20);
  await journal.close();

  const { isFinished, open } = await reopen(path);
  t.equal(isFinished(first), true);
  t.equal(isFinished(input('a', '2')), false, 'a changed file is another one');
  t.equal(isFinished(second), false);
  t.same(open, { inputs: [['b', '1']], events: 30, sent: 20 });
});

await t.test('a last line that a crash cut is as if it had not been written', async (t) => {
  const path = join(folder, 'torn');
  const journal = await openJournal(path, of);
  await journal.begin([first], 10);
  await journal.sent(5);
  await journal.close();
  const whole = await readFile(path, 'utf8');
  await appendFile(path, '{"sen');
  t.match(await reopen(path), { open: { sent: 5 } });
  t.equal(await readFile(path, 'utf8'), whole);
});

await t.test('the state of another replay, and what is none, are refused', async (t) => {
  const path = join(folder, 'other');
  await reopen(path);
  for (const other of [
    { ...of, url: 'http://elsewhere' },
    { ...of, format: 'kong' },
  ]) {
    await t.rejects(reopen(path, other), {
      code: 'file_unreadable',
      message: /it is the state of a replay of litellm to http:\/\/gateway/,
    });
  }
  const notes = join(folder, 'notes.txt');
  await writeFile(notes, 'do not lose me');
  await t.rejects(reopen(notes), { message: /it is not the state of a replay/ });
  t.equal(await readFile(notes, 'utf8'), 'do not lose me');
});

await t.test('two at a time are refused; what a killed process left is taken', async (t) => {
  const path = join(folder, 'held');
  await writeFile(`${path}.lock`, String(process.ppid));
  await t.rejects(openJournal(path, of), {
    code: 'file_locked',
    message: new RegExp(`Process ${String(process.ppid)} is at work with .*held\\.lock`),
  });
  // The highest number that Linux gives out is below it.
  await writeFile(`${path}.lock`, '4194305');
  await reopen(path);
  await t.rejects(readFile(`${path}.lock`), { code: 'ENOENT' });
});
