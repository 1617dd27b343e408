import type { Correlator } from './correlator.ts';

/** Builds an empty correlator. */
export function createCorrelator(): Correlator {
  return {
    restore: () => undefined,
    applyDigest: () => undefined,
    closeTick: () => ({ findings: [], campaigns: [] }),
  };
}
