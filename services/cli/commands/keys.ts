import { AppError } from '../../errors.ts';
import { createApiKey, endApiKey } from '../../storage/api-key-changes.ts';
import {
  findApiKey,
  keyScopes,
  listApiKeys,
  type ApiKey,
  type KeyScope,
} from '../../storage/api-keys.ts';
import type { Pool } from '../../storage/pool.ts';
import { readArgs, type Command, type CommandContext } from '../command.ts';
import { formatTable } from '../format-table.ts';
import { withPool } from '../open-stores.ts';

const options = {
  scope: { type: 'string' },
  name: { type: 'string' },
  source: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

function readScope(scope: string | undefined): KeyScope {
  const known = keyScopes.find((name) => name === scope);
  if (known !== undefined) return known;
  throw new AppError('usage', `--scope must be one of ${keyScopes.join(', ')}.`);
}

async function create(pool: Pool, values: Values, { print, note }: CommandContext) {
  const scope = readScope(values.scope);
  const name = values.name ?? scope;
  const given = { scope, name, source: values.source ?? null };
  const { stored, secret: key } = await createApiKey(pool, 'system', given);
  if (values.json) print(JSON.stringify({ api_key_id: stored.apiKeyId, scope, name, key }));
  else print(key);
  note(`Stored as ${stored.apiKeyId}. The key is shown this once: only its hash is kept.`);
  return 0;
}

function toJson({ apiKeyId, scope, name, source, createdAt, revokedAt }: ApiKey) {
  const times = { created_at: createdAt, revoked_at: revokedAt };
  return { api_key_id: apiKeyId, scope, name, source, ...times };
}

async function list(pool: Pool, values: Values, { print }: CommandContext) {
  const keys = await listApiKeys(pool);
  if (values.json) print(JSON.stringify(keys.map(toJson)));
  else {
    const rows = keys.map(({ apiKeyId, scope, name, source, createdAt, revokedAt }) => {
      const times = [createdAt.toISOString(), revokedAt?.toISOString() ?? null];
      return [apiKeyId, scope, name, source, ...times];
    });
    formatTable(['id', 'scope', 'name', 'source', 'created', 'revoked'], rows).forEach(print);
  }
  return 0;
}

async function revoke(pool: Pool, keyId: string | undefined, { print }: CommandContext) {
  if (keyId === undefined) throw new AppError('usage', 'Name the key: stillwatch keys revoke ID.');
  const found = await findApiKey(pool, keyId);
  if (found?.revokedAt !== null)
    throw new AppError('not_found', `There is no key ${keyId} that still works.`);
  await endApiKey(pool, 'system', keyId);
  print(`revoked ${keyId}; running services notice within seconds`);
  return 0;
}

export const keysCommand: Command = {
  name: 'keys',
  summary: 'create, list and revoke API keys',
  usage: `stillwatch keys create --scope ingest|enforcement|api [--name NAME] [--source SOURCE] [--json]
stillwatch keys list [--json]
stillwatch keys revoke ID

--source fills the field of usage events that carry none.`,
  run: (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    const [verb, keyId] = positionals;
    return withPool(context.loadEnv(), (pool) => {
      if (verb === 'create') return create(pool, values, context);
      if (verb === 'list') return list(pool, values, context);
      if (verb === 'revoke') return revoke(pool, keyId, context);
      throw new AppError('usage', 'Say keys create, keys list or keys revoke.');
    });
  },
};
