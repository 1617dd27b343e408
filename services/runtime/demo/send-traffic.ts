import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findInputs } from '../../cli/inputs/find-inputs.ts';
import { postRecords, type PostTarget } from '../../cli/replay/post-records.ts';
import { replayInputs } from '../../cli/replay/replay-inputs.ts';
import { simulate } from '../../simulate/simulate.ts';
import type { Progress } from './progress.ts';

export interface TrafficTotals {
  readonly events: number;
  readonly accepted: number;
  readonly rejected: number;
}

const batchSize = 1_000;
const simulation = { seed: 20_260_907, accounts: 2_500, days: 7 } as const;
const spanMs = simulation.days * 86_400_000;

async function findAccountsFile(eventsFile: string): Promise<string | undefined> {
  const candidate = join(dirname(eventsFile), 'accounts.ndjson');
  return access(candidate).then(
    () => candidate,
    () => undefined,
  );
}

/** Replays usage-event files, after the accounts.ndjson that lies beside the first, where there is one. */
export async function sendFiles(
  target: PostTarget,
  files: readonly string[],
  progress: Progress,
): Promise<TrafficTotals> {
  const accountsFile = await findAccountsFile(files[0] ?? '');
  return replayInputs({
    ...target,
    inputs: await findInputs(files),
    accountsFile,
    onProgress: ({ share, events, reading }) => {
      progress(share, reading === undefined ? `${events} events` : `reading ${reading}`);
    },
  });
}

function* inGroups<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let group: Item[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function toBody(records: readonly object[]): Buffer {
  return Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
}

/** A week of the project's own traffic: honest accounts of many kinds, and several fleets hidden among them. */
export async function sendSimulation(
  target: PostTarget,
  progress: Progress,
): Promise<TrafficTotals> {
  const { accounts, events } = simulate(simulation);
  for (const group of inGroups(accounts, batchSize)) {
    await postRecords(target, { path: '/v1/accounts', body: toBody(group), records: group.length });
  }
  const totals = { events: 0, accepted: 0, rejected: 0 };
  let firstAt: number | undefined;
  for (const group of inGroups(events, batchSize)) {
    const referenceAt = Date.parse(group.at(-1)?.occurred_at ?? '');
    firstAt ??= referenceAt;
    const body = toBody(group);
    const posted = { path: '/v1/events', body, records: group.length, referenceAt } as const;
    const answer = await postRecords(target, posted);
    totals.events += group.length;
    totals.accepted += answer.accepted;
    totals.rejected += answer.rejected;
    progress(Math.min(0.99, (referenceAt - firstAt) / spanMs), `${totals.events} events`);
  }
  progress(1, `${totals.events} events`);
  return totals;
}
