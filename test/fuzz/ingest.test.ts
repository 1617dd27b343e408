import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { z } from 'zod';
import { byteChanges, compressors, damage } from '../arbitraries/damaged-bytes.ts';
import { usageEvents } from '../arbitraries/usage-events.ts';
import { assertForTheTime } from '../support/assert-for-the-time.ts';
import { startGateway } from '../support/start-gateway.ts';
import { startStores } from '../support/stores.ts';

const gateway = await startGateway(t, await startStores(t), { queueDepthLimit: 10_000_000 });

const lineError = z.strictObject({
  line: z.int().positive(),
  event_id: z.string().nullable(),
  code: z.enum(['line_too_long', 'invalid_utf8', 'invalid_json', 'schema_invalid']),
  message: z.string().min(1).max(400),
});
const verdicts = z.strictObject({
  accepted: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  errors: z.array(lineError).max(20),
});
const refusal = z.object({ code: z.string(), message: z.string().min(1) });
const knownRefusals = [400, 413, 415];

async function post(body: Buffer, headers: Record<string, string>, url = '/v1/events') {
  const answer = await gateway.app.inject({
    method: 'POST',
    url,
    payload: body,
    headers: { ...headers, 'x-api-key': gateway.key },
  });
  return { status: answer.statusCode, body: answer.json<unknown>() };
}

async function isContractual(body: Buffer, headers: Record<string, string>, url: string) {
  const answer = await post(body, headers, url);
  if (answer.status === 200) return verdicts.safeParse(answer.body).success;
  return knownRefusals.includes(answer.status) && refusal.safeParse(answer.body).success;
}

/** JSON with bytes of it changed, cut out or put in. */
const damagedJson = fc
  .tuple(
    fc.oneof(fc.array(usageEvents(), { maxLength: 3 }), fc.jsonValue()),
    byteChanges(),
    fc.constantFrom('\n', ',', '\r\n'),
  )
  .map(([value, changes, joint]) => {
    const lines = Array.isArray(value)
      ? value.map((each) => JSON.stringify(each))
      : [JSON.stringify(value)];
    return damage(Buffer.from(lines.join(joint)), changes);
  });

const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
  damagedJson,
);

await t.test('any bytes get an answer of the contract', async (t) => {
  const requests = fc.record({
    body: bodies,
    compressor: fc.constantFrom(...compressors),
    isDamaged: fc.boolean(),
    type: fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    url: fc.constantFrom('/v1/events', '/v1/accounts'),
  });
  const property = fc.asyncProperty(
    requests,
    async ({ body, compressor, isDamaged, type, url }) => {
      const [encoding, compress] = compressor;
      const whole = compress(body);
      const sent = isDamaged ? whole.subarray(0, whole.length >> 1) : whole;
      return isContractual(sent, { 'content-encoding': encoding, 'content-type': type }, url);
    },
  );
  await assertForTheTime(property);
  t.equal((await gateway.app.inject('/health/ready')).statusCode, 200);
});

await t.test('random bytes under any encoding get an answer of the contract', async (t) => {
  const requests = fc.tuple(
    fc.uint8Array({ maxLength: 400 }),
    fc.constantFrom('gzip', 'deflate', 'zstd', 'x-gzip', 'br', 'gzip,gzip'),
  );
  const property = fc.asyncProperty(requests, ([bytes, encoding]) =>
    isContractual(Buffer.from(bytes), { 'content-encoding': encoding }, '/v1/events'),
  );
  await assertForTheTime(property);
  t.pass('none crashed it');
});

await t.test('deep nesting is no trouble', async (t) => {
  for (const unit of ['[', '{"a":', '[{"a":[']) {
    const deep = unit.repeat(Math.floor(1_000_000 / unit.length));
    t.ok(await isContractual(Buffer.from(deep), {}, '/v1/events'), unit);
  }
  const depth = 100_000;
  const event = {
    event_id: 'deep',
    occurred_at: '2026-05-01T00:00:00Z',
    account_id: 'a',
    model: 'm',
  };
  const nested = `{"response_format":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const line = `${JSON.stringify(event).slice(0, -1)},"request":${nested}}`;
  t.match(await post(Buffer.from(line), {}), { status: 200, body: { accepted: 1 } });
});

await t.test('how lines are spread over requests changes nothing of what is queued', async (t) => {
  const events = fc.array(usageEvents(), { minLength: 1, maxLength: 12 });
  const cuts = fc.array(fc.nat({ max: 12 }), { maxLength: 3 });
  const readLines = async () => {
    const lines = (await gateway.readQueued()).map(({ line }) => line.toString());
    await gateway.redis.flushall();
    return lines.sort();
  };
  const property = fc.asyncProperty(events, cuts, async (list, places) => {
    const lines = list.map((event) => JSON.stringify(event));
    await post(Buffer.from(lines.join('\n')), {});
    const whole = await readLines();
    const borders = [0, ...places.toSorted((a, b) => a - b), lines.length];
    for (const [index, border] of borders.slice(1).entries()) {
      const part = lines.slice(borders[index], border);
      await post(Buffer.from(`[${part.join(',')}]`), {});
    }
    assert.deepEqual(await readLines(), whole);
    assert.equal(whole.length, lines.length);
  });
  await gateway.redis.flushall();
  await assertForTheTime(property);
  t.pass('no way of cutting changed a line');
});
