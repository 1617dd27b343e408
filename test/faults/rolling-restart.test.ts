import t from 'tap';
import { partitionKeys } from '../../services/queue/keys.ts';
import { profileVersion } from '../../workers/detection/profile/profile-codec.ts';
import { preload, spawnRole } from '../support/spawn-role.ts';
import { startStores } from '../support/stores.ts';
import { expectOutcome } from './expected-outcome.ts';
import { startPipeline, until, type Pipeline } from './pipeline.ts';
import { createTraffic, partitions } from './traffic.ts';

const batches = createTraffic();
const quarter = Math.floor(batches.length / 4);
const expected = await expectOutcome(batches);

/** The versions of the stored profiles; they are marked as of this version then, for those who read on. */
async function takeVersions({ redis }: Pipeline): Promise<number[]> {
  const versions = new Set<number>();
  for (let partition = 0; partition < partitions; partition += 1) {
    const { profiles } = partitionKeys(partition);
    for (const [accountId, bytes] of Object.entries(await redis.hgetallBuffer(profiles))) {
      versions.add(bytes[0] ?? 0);
      bytes[0] = profileVersion;
      await redis.hset(profiles, accountId, bytes);
    }
  }
  return [...versions].sort();
}

await t.test('workers are replaced one by one by those of the next profile version', async (t) => {
  const pipeline = await startPipeline(t, await startStores(t));
  const spawnNext = (role: 'detect' | 'correlate') =>
    spawnRole(t, role, {
      ...pipeline.settings,
      ...preload('next-profile-version.ts'),
    });
  for (const [round, old] of pipeline.detect.entries()) {
    const sent = (round + 1) * quarter;
    await pipeline.send(batches.slice(sent - quarter, sent));
    await until('half of it to be applied', async () => {
      return (await pipeline.appliedBatches()) > sent - quarter / 2;
    });
    spawnNext('detect');
    t.equal(await old.end('SIGTERM'), 0);
  }
  // Last on purpose: the old one cannot read what the new detect workers write, and waits to be replaced.
  spawnNext('correlate');
  await pipeline.correlate.end('SIGTERM');
  await pipeline.send(batches.slice(2 * quarter));
  await pipeline.settle();
  t.same(
    await takeVersions(pipeline),
    [profileVersion, profileVersion + 1],
    'profiles of both versions are stored',
  );
  t.same(await pipeline.readOutcome(), expected, 'and nothing else changes');
});
