import fc from 'fast-check';
import t from 'tap';
import { sourceNames } from '../../services/ingest/sources/all-sources.ts';
import { simulate } from '../../services/simulate/simulate.ts';
import { byteChanges, compressors, damage } from '../arbitraries/damaged-bytes.ts';
import { mutated } from '../arbitraries/mutated-json.ts';
import { sourceWriters } from '../builders/sources/all-writers.ts';
import { logRecords, spans } from '../builders/sources/otlp.ts';
import { assertForTheTime } from '../support/assert-for-the-time.ts';
import { logs, toProtobuf, traces } from '../support/otlp-requests.ts';
import { startGateway } from '../support/start-gateway.ts';
import { startStores } from '../support/stores.ts';
import { readFixture } from '../support/translate-fixture.ts';

const gateway = await startGateway(t, await startStores(t), { queueDepthLimit: 10_000_000 });
const events = Array.from(simulate({ seed: 5, accounts: 20, days: 1 }).events).slice(0, 20);

const mostHeldBytes = 1_024 * 1_048_576;
/** Of CPU, which a busy machine does not lengthen: what takes so long holds up every other request. */
const longestMs = 1_000;
const answers: ReadonlySet<number> = new Set([200, 400, 413, 415, 503]);

interface Sent {
  readonly url: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

async function post({ url, body, headers }: Sent): Promise<void> {
  const before = process.cpuUsage();
  const all = { ...headers, 'x-api-key': gateway.key };
  const answer = await gateway.app.inject({ method: 'POST', url, payload: body, headers: all });
  const { user, system } = process.cpuUsage(before);
  if (!answers.has(answer.statusCode)) throw new Error(`answered ${String(answer.statusCode)}`);
  if ((user + system) / 1_000 > longestMs) throw new Error('took more than a second of CPU');
  if (process.memoryUsage().rss > mostHeldBytes) throw new Error('memory is not bounded');
}

const json = { 'content-type': 'application/json' };
const protobuf = { 'content-type': 'application/x-protobuf' };

const wrappings: readonly ((records: unknown) => string)[] = [
  (records) => JSON.stringify(records),
  (records) =>
    [records]
      .flat()
      .map((each) => JSON.stringify(each))
      .join('\n'),
  (records) => JSON.stringify([records].flat()[0] ?? null),
];

function withDamage(texts: fc.Arbitrary<Buffer>): fc.Arbitrary<Pick<Sent, 'body' | 'headers'>> {
  const parts = fc.tuple(texts, byteChanges({ maxLength: 3 }), fc.constantFrom(...compressors));
  return parts.map(([text, changes, [encoding, compress]]) => ({
    body: compress(damage(text, changes)),
    headers: { 'content-encoding': encoding },
  }));
}

t.beforeEach(() => gateway.redis.flushall());

for (const name of sourceNames) {
  await t.test(`whatever comes at /v1/ingest/${name} gets an answer`, async (t) => {
    const written = events.flatMap((event) => sourceWriters[name]?.write(event) ?? []);
    const records = [...written, ...(await readFixture(name))];
    const bodies = fc
      .tuple(mutated(records), fc.constantFrom(...wrappings))
      .map(([changed, wrap]) => Buffer.from(wrap(changed)));
    const property = fc.asyncProperty(withDamage(bodies), ({ body, headers }) =>
      post({ url: `/v1/ingest/${name}`, body, headers: { ...json, ...headers } }),
    );
    t.ok((await assertForTheTime(property)) > 0);
  });
}

const requestsOf = {
  traces: traces(events.map(spans.write)),
  logs: logs(events.map(logRecords.write)),
} as const;

for (const signal of ['traces', 'logs'] as const) {
  await t.test(`whatever comes at /v1/${signal} gets an answer`, async (t) => {
    const requests = mutated([requestsOf[signal]]).map((changed) => (changed as unknown[])[0]);
    const texts = requests.map((request) => Buffer.from(JSON.stringify(request ?? null)));
    // A change that protobuf has no place for is none: its bytes are changed instead.
    const bytes = fc.constant(toProtobuf(signal, requestsOf[signal]));
    const sent = fc.oneof(
      withDamage(texts).map((each) => ({ ...each, headers: { ...json, ...each.headers } })),
      withDamage(bytes).map((each) => ({ ...each, headers: { ...protobuf, ...each.headers } })),
    );
    const property = fc.asyncProperty(sent, (each) => post({ url: `/v1/${signal}`, ...each }));
    t.ok((await assertForTheTime(property)) > 0);
  });
}

await t.test('nesting that would overflow a stack is refused', async (t) => {
  const depth = 50_000;
  const nested = `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`;
  for (const name of sourceNames) {
    const body = Buffer.from(`{"id":${nested},"messages":${nested}}`);
    await post({ url: `/v1/ingest/${name}`, body, headers: json });
  }
  const value = `${'{"arrayValue":{"values":['.repeat(depth)}{}${']}}'.repeat(depth)}`;
  const attributes = `[{"key":"gen_ai.input.messages","value":${value}}]`;
  const span = `{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","attributes":${attributes}}`;
  const body = Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`);
  await post({ url: '/v1/traces', body, headers: json });
  t.equal((await gateway.app.inject('/health/ready')).statusCode, 200);
});
