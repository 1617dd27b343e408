import type { EngineState, PartitionEngine } from './engine.ts';

/** Builds the engine of one partition, empty or as its last owner left it. */
export function createEngine(state?: EngineState): PartitionEngine {
  const seen = new Map<string, number>();
  const dirty = new Set<string>(state?.dirtyAccountIds);
  let watermarkAt = state?.watermarkAt ?? 0;
  let touched = new Set<string>();
  return {
    isLoaded: (accountId) => seen.has(accountId),
    load: (accountId, profile) => {
      seen.set(accountId, profile === null ? 0 : Buffer.from(profile).readUInt32LE(0));
    },
    applyEvent: (event) => {
      watermarkAt = Math.max(watermarkAt, Date.parse(event.occurred_at));
      seen.set(event.account_id, (seen.get(event.account_id) ?? 0) + 1);
      touched.add(event.account_id);
      dirty.add(event.account_id);
    },
    applyAccount: () => undefined,
    flush: () => undefined,
    drain: () => {
      const profiles = [...touched].map((accountId) => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32LE(seen.get(accountId) ?? 0);
        return [accountId, bytes] as const;
      });
      const added = [...touched];
      touched = new Set();
      return { findings: [], digests: [], profiles, accounts: [], dirty: { isReset: false, added }, watermarkAt };
    },
    evictTo: () => undefined,
  };
}
