import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { bucketSettings, startBucket } from '../support/start-bucket.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { spawnService } from '../support/spawn-service.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { expectOutcome } from './expected-outcome.ts';
import { until } from './pipeline.ts';
import { prepareGateway } from './prepare-gateway.ts';
import { createEvents, createTraffic } from './traffic.ts';

const files = 6;

await t.test(
  'a replay killed again and again loses nothing and counts nothing twice',
  async (t) => {
    const { pipeline, key, settings, url } = await prepareGateway(t);
    const folder = await makeTempFolder(t);
    const bucket = await startBucket(t);
    const state = join(folder, 'state');
    const logs = join(folder, 'logs');
    await mkdir(logs);

    const lines = Array.from(createEvents(), (event) => JSON.stringify(event));
    const perFile = Math.ceil(lines.length / files);
    for (let file = 0; file < files; file += 1) {
      const packed = gzipSync(lines.slice(file * perFile, (file + 1) * perFile).join('\n'));
      const name = `part-${String(file)}.ndjson.gz`;
      if (file < files / 2) await writeFile(join(logs, name), packed);
      else await bucket.put(name, packed);
    }

    const places = [logs, 's3://logs/', '--endpoint', bucket.endpoint];
    const flags = ['--url', url, '--key', key, '--state', state, '--batch', '25', '--json'];
    const startReplay = () => {
      const argv = ['services/cli/main.ts', ...['replay', ...places, ...flags]] as const;
      return spawnService(t, argv, bucketSettings);
    };
    const countSent = async () => (await readFile(state, 'utf8')).split('"sent"').length - 1;

    let gateway = spawnRole(t, 'gateway', settings);
    for (const batches of [1, 60, 120, 240]) {
      const replay = startReplay();
      await until(
        `${String(batches)} batches to be sent`,
        async () => (await countSent()) >= batches,
      );
      replay.child.kill('SIGKILL');
      t.equal(await replay.exit, null);
      // The gateway goes too, once: what it had not answered is sent again.
      if (batches === 120) await gateway.end('SIGKILL');
      if (batches === 120) gateway = spawnRole(t, 'gateway', settings);
    }
    const last = startReplay();
    t.equal(await last.exit, 0, last.output());
    const totals = JSON.parse(last.output().trim().split('\n').at(-1) ?? '') as Totals;
    t.ok(totals.events > 0 && totals.events <= lines.length - 240 * 25, 'it went on where it was');
    t.equal(totals.rejected, 0);

    await pipeline.settle();
    t.same(await pipeline.readOutcome(), await expectOutcome(createTraffic()));

    const again = startReplay();
    t.equal(await again.exit, 0);
    t.match(JSON.parse(again.output().trim().split('\n').at(-1) ?? ''), { events: 0 });
    t.equal(await gateway.end('SIGTERM'), 0);
  },
);

interface Totals {
  readonly events: number;
  readonly rejected: number;
}
