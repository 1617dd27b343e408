import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { findInputs } from '../../../../services/cli/inputs/find-inputs.ts';
import { replayInputs } from '../../../../services/cli/replay/replay-inputs.ts';
import { startIntake, type IntakeAnswer } from '../../../support/scripted-intake.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const folder = await makeTempFolder(t);
const startAt = Date.parse('2026-03-01T00:00:00Z');

async function writeEvents(name: string, offsetsMs: readonly number[]): Promise<string> {
  const lines = offsetsMs.map((offset, index) =>
    JSON.stringify({
      event_id: `e${index}`,
      occurred_at: new Date(startAt + offset).toISOString(),
    }),
  );
  const path = join(folder, name);
  await writeFile(path, lines.join('\n'));
  return path;
}

await t.test('events arrive in time order with the reference time of their batch', async (t) => {
  const { url, seen } = await startIntake(t);
  const file = await writeEvents('order.ndjson', [3_000, 1_000, 2_000]);
  const accountsFile = join(folder, 'accounts.ndjson');
  await writeFile(accountsFile, '{"account_id":"a"}\n{"account_id":"b"}\n');
  const totals = await replayInputs({
    inputs: await findInputs([file]),
    accountsFile,
    url,
    key: 'k',
    batchSize: 2,
  });
  t.same(totals, { events: 3, accepted: 3, rejected: 0, accounts: 2, errors: [] });
  t.same(seen, [
    { path: '/v1/accounts', ids: ['', ''], referenceTime: undefined },
    { path: '/v1/events', ids: ['e1', 'e2'], referenceTime: '2026-03-01T00:00:02.000Z' },
    { path: '/v1/events', ids: ['e0'], referenceTime: '2026-03-01T00:00:03.000Z' },
  ]);
});

await t.test('a batch is sent again until intake takes it', async (t) => {
  const answers: IntakeAnswer[] = [{ status: 503, retryAfter: '0' }, 'hang up', { status: 429 }];
  const { url, seen } = await startIntake(t, answers);
  const waits: string[] = [];
  const totals = await replayInputs({
    inputs: await findInputs([await writeEvents('again.ndjson', [0, 1])]),
    url,
    key: 'k',
    onWait: (reason) => waits.push(reason),
  });
  t.match(totals, { events: 2, accepted: 2 });
  t.equal(seen.length, 4);
  t.same(waits, ['status 503', 'no answer', 'status 429']);
});

await t.test('months between events never share a batch', async (t) => {
  const { url, seen } = await startIntake(t);
  await replayInputs({
    inputs: await findInputs([await writeEvents('sparse.ndjson', [0, 40 * 86_400_000])]),
    url,
    key: 'k',
  });
  t.same(
    seen.map(({ ids }) => ids),
    [['e0'], ['e1']],
  );
});

await t.test('a refusal ends the replay and quotes intake', async (t) => {
  const refusal = {
    status: 401,
    body: { code: 'key_unknown', message: 'This API key is not known here.' },
  };
  const { url } = await startIntake(t, [refusal]);
  const inputs = await findInputs([await writeEvents('refused.ndjson', [0])]);
  await t.rejects(replayInputs({ inputs, url, key: 'k' }), {
    code: 'intake_refused',
    message: /401 \(key_unknown\): This API key is not known/,
  });
});

await t.test('a batch without any JSON counts as rejected', async (t) => {
  const { url } = await startIntake(t, [
    { status: 400, body: { code: 'body_unparsable', message: '' } },
  ]);
  const inputs = await findInputs([await writeEvents('junk.ndjson', [0, 1, 2])]);
  t.match(await replayInputs({ inputs, url, key: 'k' }), { events: 3, accepted: 0, rejected: 3 });
});
