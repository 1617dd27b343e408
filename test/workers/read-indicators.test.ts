import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { traitKey, traitsOf } from '../../workers/detection/campaigns/traits.ts';
import { loadDetection } from '../../workers/load-detection.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { profileOf } from './detection/campaigns/traffic.ts';

const folder = await makeTempFolder(t);
const settings = join(folder, 'settings.json');
await writeFile(settings, JSON.stringify({ indicators: 'indicators.json' }));
const load = async (list: unknown) => {
  await writeFile(join(folder, 'indicators.json'), JSON.stringify(list));
  return (await loadDetection(settings)).indicators;
};

const entry = (kind: string, value: string) => ({
  ...{ kind, value, source: 'partner', expires_at: '2026-06-01T00:00:00Z' },
});

t.test('what the list names are the traits that accounts have', async (t) => {
  const indicators = await load([
    entry('network', '172.16.1.200'),
    entry('tls_fingerprint', 't13d1516h2'),
    entry('payment', 'card-1'),
  ]);
  const profile = profileOf({
    accountId: 'a',
    prompts: ['one', 'two', 'three', 'four'],
    ip: '172.16.1.9',
    fingerprint: 't13d1516h2',
    payment: 'card-1',
  });
  const traits = traitsOf(profile)
    .filter(({ family }) => ['network', 'fingerprint', 'payment'].includes(family))
    .map(traitKey);
  t.same([...(indicators ?? [])].map(([trait]) => trait).toSorted(), traits.toSorted());
  t.equal(indicators?.get(traits[0] ?? ''), Date.UTC(2026, 5, 1));
});

t.test('without a list there are none, and a wrong one stops the start', async (t) => {
  t.equal((await loadDetection()).indicators, undefined);
  for (const [list, message] of [
    [[{ ...entry('network', '10.0.0.1'), expires_at: undefined }], /0\.expires_at/],
    [[entry('country', 'xx')], /0\.kind/],
    [{}, /expected array/],
  ] as const) {
    await t.rejects(load(list), { code: 'setting_invalid', message });
  }
  await writeFile(settings, JSON.stringify({ indicators: 'nowhere.json' }));
  await t.rejects(loadDetection(settings), { message: /nowhere\.json.*cannot be read/ });
});
