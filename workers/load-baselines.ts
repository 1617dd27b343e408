import type { Logger } from '../services/logger.ts';
import { findActiveBaseline } from '../services/storage/baselines.ts';
import type { Pool } from '../services/storage/pool.ts';
import { detectionFingerprint } from './detection/baselines/detection-fingerprint.ts';
import { openBaselines } from './detection/baselines/state-rate.ts';
import type { Detection } from './detection/scoring/settings.ts';

interface LoadDependencies {
  readonly pool: Pool;
  readonly log: Logger;
}

/** The detection with the baseline that is active now. Read once at start: what runs changes by a restart alone. */
export async function loadBaselines(
  detection: Detection,
  { pool, log }: LoadDependencies,
): Promise<Detection> {
  const active = await findActiveBaseline(pool);
  if (active === undefined) return detection;
  const fingerprint = detectionFingerprint(detection);
  const { version, snapshot } = active;
  if (snapshot.fingerprint !== fingerprint) {
    log.warn(
      { version },
      'the active baseline was learned under other settings; it supports no rate',
    );
  } else log.info({ version }, 'a baseline is active');
  return { ...detection, baselines: openBaselines(snapshot, fingerprint) };
}
