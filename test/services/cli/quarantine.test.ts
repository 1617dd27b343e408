import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { loadRuntimeEnv } from '../../../config/env.ts';
import { createProgressBar } from '../../../services/cli/progress-bar.ts';
import { runCommand } from '../../../services/cli/run-command.ts';
import { call as otlpCall, span, traces } from '../../support/otlp-requests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startStores } from '../../support/stores.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const folder = await makeTempFolder(t);
const stores = await startStores(t);
const gateway = await startGateway(t, stores);
const url = await gateway.app.listen({ port: 0, host: '127.0.0.1' });

async function stillwatch(line: string, mapping: object = {}) {
  const identityMapping = join(folder, 'identity.json');
  await writeFile(identityMapping, JSON.stringify(mapping));
  const out: string[] = [];
  const code = await runCommand(line.split(' '), {
    loadEnv: () =>
      loadRuntimeEnv({
        ...{ STILLWATCH_HOME: folder, REDIS_URL: stores.redisUrl },
        ...{ DATABASE_URL: stores.databaseUrl, IDENTITY_MAPPING: identityMapping },
      }),
    print: (text) => out.push(text),
    note: (text) => out.push(text),
    createBar: () => createProgressBar({ write: () => true }, { label: '', clock: () => 0 }),
  });
  return { code, out: out.join('\n') };
}

async function post(source: string, records: readonly object[]) {
  const response = await fetch(`${url}/v1/ingest/${source}`, {
    method: 'POST',
    headers: { 'x-api-key': gateway.key },
    body: records.map((record) => JSON.stringify(record)).join('\n'),
  });
  return { status: response.status, body: await response.json() };
}

const readAccounts = async () =>
  (await gateway.readQueued()).map(({ line }) => {
    const { account_id: account, event_id: id } = JSON.parse(line.toString()) as Event;
    return `${account} ${id}`;
  });

interface Event {
  readonly account_id: string;
  readonly event_id: string;
}

const call = (id: string, metadata: object) => ({
  ...{ id, startTime: 1_790_000_000, model: 'm', status: 'success' },
  metadata: { requester_metadata: metadata },
});
const mended = { litellm: { account_id: ['metadata.requester_metadata.tenant'] } };
const replay = `quarantine replay --url ${url} --key ${gateway.key}`;

await t.test('records without an account wait until the mapping names where it is', async (t) => {
  const named = { ...call('named', {}), metadata: { user_api_key_user_id: 'u1' } };
  const records = [
    call('one', { tenant: 't1' }),
    named,
    call('two', { tenant: 't2' }),
    call('three', {}),
  ];
  t.match(await post('litellm', records), { status: 200, body: { accepted: 1, rejected: 3 } });
  t.same(await readAccounts(), ['u1 named']);
  const { out } = await stillwatch('quarantine list');
  t.match(out, /litellm +3 +account_missing 3 +1 % +20\d\d-/);

  const { out: diagnosis } = await stillwatch('doctor');
  t.match(diagnosis, /warning +quarantine +3 of litellm could not be read\n.*quarantine list/);

  t.match(await stillwatch(replay), { out: 'litellm: 0 events sent, 3 records still refused' });
  t.match(await stillwatch(replay, mended), {
    code: 0,
    out: 'litellm: 2 events sent, 1 records still refused',
  });
  t.same((await readAccounts()).sort(), ['t1 one', 't2 two', 'u1 named']);
  t.match(JSON.parse((await stillwatch('quarantine list --json')).out), [
    { source: 'litellm', records: 1, codes: { account_missing: 1 } },
  ]);
  t.match(await stillwatch(`${replay} --source kong`, mended), { out: '' });
});

await t.test('rows of one call are joined again; what is no JSON is not kept', async (t) => {
  const rows = [
    {
      ...{ Type: 'ApiManagementGatewayLlmLog', CorrelationId: 'c1', SequenceNumber: 0 },
      ...{ TimeGenerated: '2026-03-01T00:00:00Z', ModelName: 'm', PromptTokens: 3 },
    },
    { Type: 'ApiManagementGatewayLogs', CorrelationId: 'c1', ProductId: 'azure-user' },
  ];
  t.match(await post('azure-apim', rows), { body: { accepted: 0, rejected: 1 } });
  t.match(await post('azure-apim', []), { status: 400 });
  const mapping = { 'azure-apim': { account_id: ['ProductId'] } };
  t.match(await stillwatch(`${replay} --source azure-apim`, mapping), {
    out: 'azure-apim: 1 events sent, 0 records still refused',
  });
  t.ok((await readAccounts()).includes('azure-user c1'));
});

await t.test('spans of OTLP wait in the same way', async (t) => {
  const { 'user.id': _account, ...nameless } = otlpCall;
  const spans = [nameless, otlpCall].map((attributes, place) =>
    span({
      spanId: `eee19b7ec3c1b17${String(place)}`,
      attributes: { ...attributes, tenant: 't9' },
    }),
  );
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'x-api-key': gateway.key, 'content-type': 'application/json' },
    body: JSON.stringify(traces(spans)),
  });
  t.match(await response.json(), { partialSuccess: { rejectedSpans: '1' } });
  t.match((await stillwatch('doctor')).out, /quarantine +1 of otlp-traces/);
  const mapping = { otlp: { account_id: ['user.id', 'tenant'] } };
  t.match(await stillwatch(`${replay} --source otlp-traces`, mapping), {
    out: 'otlp-traces: 1 events sent, 0 records still refused',
  });
  const wanted = 't9 5b8efff798038103d269b633813fc60c-eee19b7ec3c1b170';
  t.ok((await readAccounts()).includes(wanted));
});

await t.test('metrics tell what waits; clearing names what it deletes', async (t) => {
  const { body } = await gateway.app.inject('/metrics');
  t.match(body, /stillwatch_ingest_quarantined_total\{source="litellm",outcome="kept"\} 3/);
  t.match(await stillwatch('quarantine clear'), { code: 2, out: /quarantine clear --source NAME/ });
  t.match(await stillwatch('quarantine clear --source nobody'), {
    code: 2,
    out: /no source nobody/,
  });
  t.match(await stillwatch('quarantine clear --source litellm'), { out: '1 deleted' });
  t.same(JSON.parse((await stillwatch('quarantine list --json')).out), []);
  t.match((await stillwatch('doctor')).out, /ok +quarantine +empty/);
  t.match(await stillwatch('quarantine'), { code: 2, out: /quarantine list, quarantine replay/ });
});

await t.test('nothing is taken out when intake does not take it', async (t) => {
  await post('litellm', [call('kept', { tenant: 't3' })]);
  const refused = await stillwatch(`quarantine replay --url ${url} --key wrong`, mended);
  t.match(refused, { code: 1, out: /401/ });
  t.match(JSON.parse((await stillwatch('quarantine list --json')).out), [{ records: 1 }]);
});
