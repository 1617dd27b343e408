import { quarantinedNames } from '../../ingest/sources/all-sources.ts';
import { openQuarantine } from '../../queue/quarantine.ts';
import type { Redis } from '../../queue/redis-connection.ts';
import { ok, warning, type Check } from './check.ts';

const name = 'quarantine';

/** Whether records of sources wait there that could not be read. */
export async function checkQuarantine(redis: Redis): Promise<Check> {
  const summaries = await Promise.all(
    quarantinedNames.map(async (source) => {
      const summary = await openQuarantine(redis, source).summarise();
      return summary === undefined ? [] : [`${String(summary.records)} of ${source}`];
    }),
  );
  const found = summaries.flat();
  if (found.length === 0) return ok(name, 'empty: every record of every source was read');
  const mend = 'See why with stillwatch quarantine list, mend IDENTITY_MAPPING, then replay.';
  return warning(name, `${found.join(', ')} could not be read`, mend);
}
