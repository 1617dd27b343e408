import { AppError } from '../../errors.ts';
import { readArgs, readCount, type Command, type CommandContext } from '../command.ts';
import { findIngestKey } from '../find-ingest-key.ts';
import { findStores } from '../open-stores.ts';
import { replayFiles, type ReplayTotals } from '../replay-client.ts';

const options = {
  url: { type: 'string' },
  key: { type: 'string' },
  accounts: { type: 'string' },
  batch: { type: 'string', default: '1000' },
  json: { type: 'boolean', default: false },
} as const;

function report(totals: ReplayTotals, seconds: number, { print, note }: CommandContext): void {
  const rate = Math.round(totals.events / Math.max(seconds, 0.001));
  print(`${totals.events} events sent in ${seconds.toFixed(1)} s (${rate} a second)`);
  print(`${totals.accepted} accepted, ${totals.rejected} rejected`);
  if (totals.accounts > 0) print(`${totals.accounts} account records taken`);
  for (const { code, event_id, message } of totals.errors) {
    note(`${code}${event_id ? ` (${event_id})` : ''}: ${message}`);
  }
}

export const replayCommand: Command = {
  name: 'replay',
  summary: 'send usage event files to a running instance, in event time',
  usage: `stillwatch replay FILE... [--accounts FILE] [--url URL] [--key KEY] [--batch 1000] [--json]

Reads .ndjson, .gz and .zst files, posts the account records first and then the events, in the order of their
times and with these as the reference time. Waits out an intake that is busy or down. Sending a file twice
changes nothing. URL and key are those of the running embedded instance unless given.`,
  run: async (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    if (positionals.length === 0) throw new AppError('usage', 'Name at least one file of events.');
    const env = context.loadEnv();
    const bar = context.createBar('replay');
    const startedAt = performance.now();
    const totals = await replayFiles({
      files: positionals,
      accountsFile: values.accounts,
      url: values.url ?? (await findStores(env)).gatewayUrl,
      key: await findIngestKey(values.key, env.home),
      batchSize: readCount('batch', values.batch),
      onProgress: ({ events, total }) => bar.update(events, total, `${events} events`),
      onWait: (reason, waitMs) => {
        if (waitMs >= 1_000) context.note(`intake: ${reason}; trying again in ${waitMs} ms`);
      },
    }).finally(bar.end);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (values.json) context.print(JSON.stringify({ ...totals, seconds }));
    else report(totals, seconds, context);
    return 0;
  },
};
