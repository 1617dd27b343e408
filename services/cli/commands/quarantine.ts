import { shippedIdentityMapping } from '../../../config/env.ts';
import { AppError } from '../../errors.ts';
import { loadIdentityMappings } from '../../ingest/identity-mappings.ts';
import { mostQuarantinedBytes, openQuarantine } from '../../queue/quarantine.ts';
import { connectProducer, whenReady, type Redis } from '../../queue/redis-connection.ts';
import { readArgs, type Command, type CommandContext } from '../command.ts';
import { findIngestKey } from '../find-ingest-key.ts';
import { formatTable } from '../format-table.ts';
import { listFormats, type Format } from '../inputs/formats.ts';
import { findStores, getRedisUrl } from '../open-stores.ts';
import { replayQuarantine } from '../replay/replay-quarantine.ts';

const options = {
  source: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

interface Work {
  readonly redis: Redis;
  readonly formats: readonly Format[];
  readonly values: Values;
  readonly context: CommandContext;
}

async function list({ redis, formats, values, context }: Work): Promise<number> {
  const kept = await Promise.all(
    formats.map(async ({ name: source }) => {
      const summary = await openQuarantine(redis, source).summarise();
      return summary === undefined ? [] : [{ source, ...summary }];
    }),
  );
  const found = kept.flat();
  if (values.json) {
    context.print(JSON.stringify(found));
    return 0;
  }
  const rows = found.map(({ source, records, codes, bytes, oldestAt }) => [
    source,
    records,
    Object.entries(codes)
      .map(([code, count]) => `${code} ${String(count)}`)
      .join(', '),
    `${String(Math.ceil((bytes / mostQuarantinedBytes) * 100))} %`,
    oldestAt.toISOString(),
  ]);
  formatTable(['source', 'records', 'refused with', 'full', 'oldest'], rows).forEach(context.print);
  return 0;
}

async function replay({ redis, formats, values, context }: Work): Promise<number> {
  const env = context.loadEnv();
  const target = {
    url: values.url ?? (await findStores(env)).gatewayUrl,
    key: await findIngestKey(values.key, env.home),
  };
  for (const format of formats) {
    const quarantine = openQuarantine(redis, format.name);
    const { sent, left } = await replayQuarantine(quarantine, { format, target });
    if (sent + left > 0)
      context.print(`${format.name}: ${sent} events sent, ${left} records still refused`);
  }
  return 0;
}

async function clear({ redis, formats, values, context }: Work): Promise<number> {
  if (values.source === undefined)
    throw new AppError('usage', 'Say what is to be deleted: quarantine clear --source NAME.');
  for (const { name } of formats) {
    const quarantine = openQuarantine(redis, name);
    const entries = await quarantine.read();
    const ids = entries.map(({ id }) => id);
    await quarantine.replace(ids, { records: [], codes: {} });
    context.print(`${entries.reduce((sum, { records }) => sum + records.length, 0)} deleted`);
  }
  return 0;
}

const works = { list, replay, clear } as const;
const isWork = (name: string): name is keyof typeof works => name in works;

export const quarantineCommand: Command = {
  name: 'quarantine',
  summary: 'list the records of sources that could not be read, and read them again',
  usage: `stillwatch quarantine list [--json]
stillwatch quarantine replay [--source NAME] [--url URL] [--key KEY]
stillwatch quarantine clear --source NAME

Records of a source that carry no account under any name of IDENTITY_MAPPING, or that are no call as the source is known
to write it, are kept for 30 days, up to 32 MiB a source. Mend the mapping or update, then replay: what can be read
is sent as usage events, the rest stays.`,
  run: async (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    const [name = ''] = positionals;
    if (!isWork(name))
      throw new AppError('usage', 'Say quarantine list, quarantine replay or quarantine clear.');
    const env = context.loadEnv();
    const mappings = await loadIdentityMappings(shippedIdentityMapping, env.identityMapping);
    const formats = chooseFormats(listFormats(mappings), values.source);
    const redis = connectProducer(await getRedisUrl(env));
    try {
      await whenReady(redis);
      return await works[name]({ redis, formats, values, context });
    } finally {
      redis.disconnect();
    }
  },
};

function chooseFormats(all: readonly Format[], source: string | undefined): readonly Format[] {
  const translated = all.filter(({ mapping }) => mapping !== undefined);
  const chosen = translated.filter(({ name }) => source === undefined || name === source);
  if (chosen.length > 0) return chosen;
  const names = translated.map(({ name }) => name).join(', ');
  throw new AppError('usage', `There is no source ${source ?? ''}. These are: ${names}.`);
}
