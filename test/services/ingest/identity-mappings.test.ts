import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { shippedIdentityMapping } from '../../../config/env.ts';
import { loadIdentityMappings } from '../../../services/ingest/identity-mappings.ts';
import { sourceNames } from '../../../services/ingest/sources/all-sources.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const folder = await makeTempFolder(t);

async function load(content: unknown) {
  const file = join(folder, 'identity.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadIdentityMappings(shippedIdentityMapping, file);
}

await t.test('the shipped file names an account for every source and for OTLP', async (t) => {
  const mappings = await loadIdentityMappings(shippedIdentityMapping);
  t.same(Object.keys(mappings).toSorted(), ['otlp', ...sourceNames].toSorted());
  for (const [source, { account_id: names }] of Object.entries(mappings)) {
    t.ok(names.length > 0, source);
  }
});

await t.test('a file of one’s own replaces the lists that it names and no other', async (t) => {
  const shipped = await loadIdentityMappings(shippedIdentityMapping);
  const mappings = await load({ litellm: { account_id: ['metadata.tenant'] } });
  t.same(mappings['litellm'], { ...shipped['litellm'], account_id: ['metadata.tenant'] });
  t.same(mappings['otlp'], shipped['otlp']);
});

await t.test('an unusable file is refused with every path that is wrong', async (t) => {
  const refused = (content: unknown, message: RegExp) =>
    t.rejects(load(content), { code: 'setting_invalid', message });
  await refused({ litellm: { ip: 'x', org_id: [7] } }, /litellm\.org_id\.0: .*litellm\.ip: /);
  await refused({ litellm: { account_id: [] } }, /litellm\.account_id: name at least one field/);
  await refused({ litellm: { acount: ['x'] } }, /identity\.json\).*litellm: .*acount/);
  await refused({ lightllm: {} }, /lightllm/);
  await refused('{', /no JSON/);
  const none = join(folder, 'none.json');
  await t.rejects(loadIdentityMappings(shippedIdentityMapping, none), {
    message: /cannot be read/,
  });
});
