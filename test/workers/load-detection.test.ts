import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { loadEnv, shippedDetectionSettings } from '../../config/env.ts';
import { loadDetection } from '../../workers/load-detection.ts';
import { spawnService } from '../support/spawn-service.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = await makeTempFolder(t);
let files = 0;

async function write(settings: unknown): Promise<string> {
  const path = join(folder, `settings-${String((files += 1))}.json`);
  await writeFile(path, typeof settings === 'string' ? settings : JSON.stringify(settings));
  return path;
}

const load = async (settings: unknown) => loadDetection(await write(settings));

await t.test('the committed file is the preset of the workers and can be used', async (t) => {
  const stores = { DATABASE_URL: 'postgres://h/d', REDIS_URL: 'redis://h' };
  t.equal(loadEnv(stores).detectionSettings, shippedDetectionSettings);
  t.ok((await loadDetection(shippedDetectionSettings)).detectors.length > 10);
});

await t.test('what the file names is overridden, the rest stays as it is', async (t) => {
  const shipped = await loadDetection();
  const detection = await load({
    scoring: { review: 2.5 },
    detectors: { 'template-reuse': { weight: 1 } },
  });
  t.match(detection.scoring, { ...shipped.scoring, review: 2.5 });
  const settingsOf = ({ detectors }: typeof shipped, id: string) =>
    detectors.find(({ detector }) => detector.id === id)?.settings;
  t.match(settingsOf(detection, 'template-reuse'), { weight: 1, fewOpeners: 60 });
  t.same(settingsOf(detection, 'template-pool'), settingsOf(shipped, 'template-pool'));
});

await t.test('a wrong field is named with its file, and so is every other', async (t) => {
  const cases: [unknown, RegExp][] = [
    ['{', /no JSON/],
    [[], /expected object/],
    [{ scorings: {} }, /scorings/],
    [{ scoring: { review: 'high' } }, /scoring\.review: .*number/],
    [{ scoring: { revue: 1, act: '' } }, /scoring.*revue|scoring\.act.*scoring/],
    [{ detectors: { 'template-reuse': { weight: true } } }, /detectors\.template-reuse\.weight: /],
    [{ detectors: { 'template-reuse': { wait: 1 } } }, /detectors\.template-reuse: .*wait/],
    [{ detectors: { 'no-such': {} } }, /detectors\.no-such: no detector is called so/],
  ];
  for (const [settings, message] of cases) {
    const path = await write(settings);
    const refused = loadDetection(path);
    await t.rejects(refused, { code: 'setting_invalid', message }, JSON.stringify(settings));
    await t.rejects(loadDetection(path), { message: new RegExp(path) });
  }
  await t.rejects(loadDetection(join(folder, 'nowhere.json')), { message: /cannot be read/ });
});

await t.test('a worker with a file that it cannot use does not start', async (t) => {
  const path = await write({ scoring: { act: 'never' } });
  for (const role of ['detect', 'correlate']) {
    const worker = spawnService(t, ['workers/main.ts', role], {
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
      REDIS_URL: 'redis://127.0.0.1:1',
      DETECTION_SETTINGS: path,
    });
    t.equal(await worker.exit, 1, role);
    t.match(worker.output(), /^setting_invalid: .*settings-\d+\.json.*scoring\.act: /m, role);
  }
});
