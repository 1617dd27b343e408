import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { runBacktest } from '../../../../services/cli/backtest/run.ts';
import { shippedIdentityMapping } from '../../../../config/env.ts';
import { localFile } from '../../../../services/cli/inputs/local-file.ts';
import { readEvents } from '../../../../services/cli/inputs/read-events.ts';
import { createLineStore } from '../../../../services/cli/line-store.ts';
import type { UsageEvent } from '../../../../services/contracts/usage-event.ts';
import { loadIdentityMappings, mappingOf } from '../../../../services/ingest/identity-mappings.ts';
import type { Encoding } from '../../../../services/ingest/otlp/decode-request.ts';
import { readOtlp } from '../../../../services/ingest/otlp/read-otlp.ts';
import type { Signal } from '../../../../services/ingest/otlp/telemetry.ts';
import { sourceNames } from '../../../../services/ingest/sources/all-sources.ts';
import { simulate } from '../../../../services/simulate/simulate.ts';
import { createCorrelator } from '../../../../workers/detection/campaigns/create-correlator.ts';
import { createEngine } from '../../../../workers/detection/create-engine.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { sourceWriters } from '../../../builders/sources/all-writers.ts';
import { logRecords, spans } from '../../../builders/sources/otlp.ts';
import { logs, toProtobuf, traces } from '../../../support/otlp-requests.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';
import { translateBody } from '../../../support/translate-fixture.ts';

type Json = Record<string, unknown>;

const calls = 5_000;
const callsPerBody = 500;
const folder = await makeTempFolder(t);
const detection = await loadDetection();
const traffic = simulate({ seed: 12, accounts: 150, days: 4 });

/** The simulated gateway leaves out what every third call gets, and what some formats always say. */
function withDetails(event: UsageEvent, place: number): UsageEvent {
  const { input_tokens: input = 0, output_tokens: output = 0 } = event.usage ?? {};
  const more = { cached_input_tokens: input >> 2, reasoning_tokens: output >> 1 };
  return {
    ...event,
    usage: place % 3 === 0 ? { ...event.usage, ...more } : event.usage,
    request: { stream: false, ...event.request },
  };
}

const events = Array.from(traffic.events).slice(0, calls).map(withDetails);

/** The event without what the source has no place for, as JSON. */
function carried(event: UsageEvent, lost: readonly string[]): Json {
  const copy = JSON.parse(JSON.stringify(event)) as Json;
  for (const path of lost) {
    const [head = '', tail] = path.split('.');
    const part = tail === undefined ? copy : (copy[head] as Json | undefined);
    if (part === undefined) continue;
    Reflect.deleteProperty(part, tail ?? head);
    if (tail !== undefined && Object.keys(part).length === 0) Reflect.deleteProperty(copy, head);
  }
  return 'messages' in copy ? copy : { ...copy, content_state: 'absent' };
}

interface Format {
  readonly name: string;
  readonly lost: readonly string[];
  /** The usage events of one body of calls, the first of which stands at `start`. */
  readonly readBody: (calls: readonly UsageEvent[], start: number) => Promise<readonly Json[]>;
}

const sourceFormats = Object.entries(sourceWriters).map(([name, { write, lost }]): Format => {
  const readBody = async (some: readonly UsageEvent[]) => {
    const records = some.flatMap(write).map((each) => JSON.stringify(each));
    const read = await translateBody(name, records.join('\n'));
    if (read.rejected > 0) throw new Error(`${name}: ${read.errors[0]?.message ?? ''}`);
    return read.events;
  };
  return { name, lost, readBody };
});

const identity = mappingOf(await loadIdentityMappings(shippedIdentityMapping), 'otlp');

async function readOtlpBody(request: object, signal: Signal, named: Encoding): Promise<Json[]> {
  const isJson = named === 'json';
  const body = isJson ? Buffer.from(JSON.stringify(request)) : toProtobuf(signal, request);
  const read = await readOtlp(body, { signal, named, identity });
  if (read.rejected > 0) throw new Error(`OTLP ${signal}: ${read.errors[0]?.message ?? ''}`);
  return read.accepted.map(({ bytes }) => JSON.parse(bytes.toString()) as Json);
}

const otlpFormats = (['json', 'protobuf'] as const).flatMap((named): Format[] => [
  {
    name: `OTLP spans in ${named}`,
    lost: spans.lost,
    readBody: (some, start) => {
      const request = traces(some.map((event, place) => spans.write(event, start + place)));
      return readOtlpBody(request, 'traces', named);
    },
  },
  {
    name: `OTLP log records in ${named}`,
    lost: logRecords.lost,
    readBody: (some) => readOtlpBody(logs(some.map(logRecords.write)), 'logs', named),
  },
]);

async function readBack({ readBody }: Format): Promise<Json[]> {
  const found: Json[] = [];
  for (let start = 0; start < events.length; start += callsPerBody) {
    found.push(...(await readBody(events.slice(start, start + callsPerBody), start)));
  }
  return found;
}

/** The flagged accounts, each with the detectors whose evidence speaks for extraction. */
async function findFlagged(list: readonly Json[]): Promise<ReadonlyMap<string, Set<string>>> {
  const path = join(folder, 'events.ndjson');
  await writeFile(path, list.map((event) => JSON.stringify(event)).join('\n'));
  const accounts = createLineStore();
  for (const record of traffic.accounts) accounts.push(Buffer.from(JSON.stringify(record)));
  const outcome = runBacktest({
    events: await readEvents([path].map(localFile)),
    accounts,
    correlator: createCorrelator(detection),
    engine: createEngine(detection),
  });
  const found = new Map<string, Set<string>>();
  for (const { account_id: account, reasons } of outcome.findings) {
    const against = reasons.filter((reason) => reason.evidence_weight > 0);
    const before = found.get(account) ?? [];
    found.set(account, new Set([...before, ...against.map(({ detector }) => detector)]));
  }
  return found;
}

const flagged = await findFlagged(events);

/** Whom nothing but a bias on tokens betrays cannot be found where calls have no such parameter. */
function findableWithout(lost: readonly string[]): string[] {
  const accounts = [...flagged.keys()].sort();
  if (!lost.includes('request.logit_bias')) return accounts;
  return accounts.filter((account) => {
    const detectors = flagged.get(account) ?? new Set();
    return detectors.size !== 1 || !detectors.has('logit-probing');
  });
}

await t.test('every source has a writer', async (t) => {
  t.same(Object.keys(sourceWriters).sort(), [...sourceNames].sort());
});

for (const format of [...sourceFormats, ...otlpFormats]) {
  const { name, lost } = format;
  await t.test(`${calls} calls as ${name} give the same usage events`, async (t) => {
    const found = await readBack(format);
    t.equal(found.length, calls);
    const wanted = events.map((event) => carried(event, lost));
    const differing = found.findIndex((event, place) => {
      const given = carried(event as unknown as UsageEvent, lost);
      return JSON.stringify(sortKeys(given)) !== JSON.stringify(sortKeys(wanted[place]));
    });
    if (differing !== -1) t.same(found[differing], wanted[differing]);
    t.equal(differing, -1);
    if (lost.includes('messages')) return;
    const wantedAccounts = findableWithout(lost);
    t.ok(wantedAccounts.length > 10);
    t.same([...(await findFlagged(found)).keys()].sort(), wantedAccounts, 'the same accounts');
  });
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, sortKeys(each)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
