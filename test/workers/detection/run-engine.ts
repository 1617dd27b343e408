import type { AccountRecord } from '../../../services/contracts/account.ts';
import type { Finding } from '../../../services/contracts/finding.ts';
import type { ShadowFinding } from '../../../services/contracts/shadow-finding.ts';
import type { UsageEvent } from '../../../services/contracts/usage-event.ts';
import { shadowFindingIdOf } from '../../../services/storage/shadow-findings.ts';
import { createEngine } from '../../../workers/detection/create-engine.ts';
import type { EngineEffects, PartitionEngine } from '../../../workers/detection/engine.ts';
import type { Detection } from '../../../workers/detection/scoring/settings.ts';

export type EngineInput =
  | { readonly kind: 'event'; readonly event: UsageEvent; readonly referenceAt: number }
  | { readonly kind: 'account'; readonly record: AccountRecord }
  | { readonly kind: 'flush' };

/** What befalls the worker after an input: a commit, a commit with all memory given back, or its death. */
export type Incident = 'none' | 'commit' | 'evict' | 'die';

/** What the stores hold: everything that may be seen from outside. */
export interface Committed {
  readonly findings: Finding[];
  /** By key; the first of a key stays. */
  readonly shadow: Map<string, ShadowFinding>;
  readonly digests: Map<string, string>;
  readonly profiles: Map<string, Uint8Array>;
  readonly records: AccountRecord[];
  readonly dirty: Set<string>;
  watermarkAt: number;
}

/** Runs a partition as its worker does, with an incident after each input, and returns what was committed by the end. */
export function runEngine(
  detection: Detection,
  inputs: readonly EngineInput[],
  incidents: readonly Incident[] = [],
): Committed {
  const store = emptyStore();
  const left = [...incidents];
  let engine = takeOver(detection, store);
  let committedInputs = 0;
  for (let index = 0; index < inputs.length; index++) {
    const input = inputs[index];
    if (input !== undefined) apply(engine, store, input);
    const incident = left.shift() ?? 'none';
    if (incident === 'die') {
      engine = takeOver(detection, store);
      // What was not committed is pending still, and is applied again.
      index = committedInputs - 1;
    } else if (incident !== 'none') {
      commit(store, engine.drain());
      committedInputs = index + 1;
      if (incident === 'evict') engine.evictTo(0);
    }
  }
  commit(store, engine.drain());
  return store;
}

/** The first line in which two runs differ, with the one before it; undefined when they ended in the same state. */
export function firstDifference(expected: Committed, got: Committed): string | undefined {
  const expectedLines = describe(expected).split('\n');
  const gotLines = describe(got).split('\n');
  const line = expectedLines.findIndex((text, index) => text !== gotLines[index]);
  if (line < 0) return undefined;
  const [before, wanted, found] = [expectedLines[line - 1], expectedLines[line], gotLines[line]];
  return `after ${String(before)} expected ${String(wanted)}, got ${String(found)}`;
}

function describe(store: Committed): string {
  const { findings, shadow, digests, profiles, records, dirty, watermarkAt } = store;
  const byKey = <Value>(map: Map<string, Value>) =>
    [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    {
      findings,
      shadow: byKey(shadow),
      digests: byKey(digests),
      profiles: byKey(profiles).map(([id, bytes]) => [id, Buffer.from(bytes).toString('hex')]),
      records,
      dirty: [...dirty].toSorted(),
      watermarkAt,
    },
    null,
    1,
  );
}

function emptyStore(): Committed {
  return {
    findings: [],
    shadow: new Map(),
    digests: new Map(),
    profiles: new Map(),
    records: [],
    dirty: new Set(),
    watermarkAt: 0,
  };
}

function takeOver(detection: Detection, store: Committed): PartitionEngine {
  const engine = createEngine(detection, {
    watermarkAt: store.watermarkAt,
    dirtyAccountIds: [...store.dirty],
  });
  for (const accountId of store.dirty)
    engine.load(accountId, store.profiles.get(accountId) ?? null);
  return engine;
}

function apply(engine: PartitionEngine, store: Committed, input: EngineInput): void {
  if (input.kind === 'flush') {
    engine.flush();
    return;
  }
  const accountId = input.kind === 'event' ? input.event.account_id : input.record.account_id;
  if (!engine.isLoaded(accountId)) engine.load(accountId, store.profiles.get(accountId) ?? null);
  if (input.kind === 'event') engine.applyEvent(input.event, input.referenceAt);
  else engine.applyAccount(input.record);
}

function commit(store: Committed, effects: EngineEffects): void {
  store.findings.push(...effects.findings);
  for (const finding of effects.shadow) {
    const id = shadowFindingIdOf(finding);
    if (!store.shadow.has(id)) store.shadow.set(id, finding);
  }
  for (const { accountId, tickAt, bytes } of effects.digests) {
    store.digests.set(`${accountId} ${String(tickAt)}`, Buffer.from(bytes).toString('hex'));
  }
  for (const [accountId, bytes] of effects.profiles) store.profiles.set(accountId, bytes);
  store.records.push(...effects.accounts);
  if (effects.dirty.isReset) store.dirty.clear();
  for (const accountId of effects.dirty.added) store.dirty.add(accountId);
  store.watermarkAt = effects.watermarkAt;
}
