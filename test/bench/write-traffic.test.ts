import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { writeSimulatedTraffic } from '../../bench/write-traffic.ts';
import { usageEvent } from '../../services/contracts/usage-event.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const options = { seed: 3, accounts: 120, days: 2 };

function linesOf(text: string): unknown[] {
  t.ok(text.endsWith('\n'));
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

t.test('writes events, accounts and labels that belong together', async (t) => {
  const files = await writeSimulatedTraffic(await makeTempFolder(t), options);
  const accounts = linesOf(await readFile(files.accountsPath, 'utf8'));
  const labels = linesOf(await readFile(files.labelsPath, 'utf8'));
  const events = linesOf(gunzipSync(await readFile(files.eventsPath)).toString());
  t.equal(accounts.length, 120);
  t.equal(labels.length, 120);
  t.equal(events.length, files.events);
  const known = new Set(labels.map((label) => (label as { account_id: string }).account_id));
  t.ok(events.every((event) => known.has(usageEvent.parse(event).account_id)));
});

t.test('the same options give the same bytes', async (t) => {
  const digest = async (folder: string): Promise<string> => {
    const { eventsPath } = await writeSimulatedTraffic(folder, options);
    return createHash('sha256')
      .update(await readFile(eventsPath))
      .digest('hex');
  };
  const folder = await makeTempFolder(t);
  t.equal(await digest(join(folder, 'first')), await digest(join(folder, 'second')));
});
