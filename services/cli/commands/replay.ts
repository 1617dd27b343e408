import { AppError } from '../../errors.ts';
import { readArgs, readCount, type Command, type CommandContext } from '../command.ts';
import { findIngestKey } from '../find-ingest-key.ts';
import { chooseInputs, inputOptions, inputUsage } from '../inputs/input-options.ts';
import { findStores } from '../open-stores.ts';
import { replayInputs, type ReplayOptions, type ReplayProgress } from '../replay/replay-inputs.ts';
import { noJournal, openJournal } from '../replay/replay-journal.ts';
import type { ReplayTotals } from '../replay/tally.ts';

const options = {
  ...inputOptions,
  url: { type: 'string' },
  key: { type: 'string' },
  accounts: { type: 'string' },
  batch: { type: 'string', default: '1000' },
  state: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

function report(totals: ReplayTotals, seconds: number, { print, note }: CommandContext): void {
  const rate = Math.round(totals.events / Math.max(seconds, 0.001));
  print(`${totals.events} events sent in ${seconds.toFixed(1)} s (${rate} a second)`);
  print(`${totals.accepted} accepted, ${totals.rejected} rejected`);
  if (totals.accounts > 0) print(`${totals.accounts} account records taken`);
  for (const { code, event_id, message } of totals.errors) {
    note(`${code}${event_id ? ` (${event_id})` : ''}: ${message}`);
  }
}

function detailOf({ reading, events }: ReplayProgress): string {
  return reading === undefined ? `${events} events` : `${events} events, reading ${reading}`;
}

/** What a person is told meanwhile, on a terminal and beside it. */
function createListeners({ createBar, note }: CommandContext) {
  const bar = createBar('replay');
  return {
    end: bar.end,
    onProgress: (progress: ReplayProgress) => bar.update(progress.share, 1, detailOf(progress)),
    onWait: (reason: string, waitMs: number) => {
      if (waitMs >= 1_000) note(`intake: ${reason}; trying again in ${waitMs} ms`);
    },
    onDisorder: (name: string, ms: number) => {
      const hours = (ms / 3_600_000).toFixed(1);
      note(`${name} begins ${hours} h before the end of what was sent; order comes from the names`);
    },
  };
}

async function prepare(places: readonly string[], values: Values, context: CommandContext) {
  const batchSize = readCount('batch', values.batch);
  const env = context.loadEnv();
  const { inputs, format } = await chooseInputs(places, values, env);
  const url = values.url ?? (await findStores(env)).gatewayUrl;
  const key = await findIngestKey(values.key, env.home);
  const of = { url, format: format.name };
  const journal = values.state === undefined ? noJournal : await openJournal(values.state, of);
  return { inputs, format, url, key, journal, batchSize, accountsFile: values.accounts };
}

async function replay(prepared: ReplayOptions, context: CommandContext): Promise<ReplayTotals> {
  const listeners = createListeners(context);
  try {
    return await replayInputs({ ...prepared, ...listeners });
  } finally {
    listeners.end();
    await prepared.journal?.close();
  }
}

export const replayCommand: Command = {
  name: 'replay',
  summary: 'send logs to a running instance, in event time',
  usage: `stillwatch replay PLACE... [--format NAME] [--include GLOB] [--exclude GLOB] [--endpoint URL] [--state FILE]
  [--accounts FILE] [--url URL] [--key KEY] [--batch 1000] [--json]

${inputUsage}

Posts the account records first and then the events, in the order of their times and with these as the reference time; of
more than 1 GiB of text, part by part in the order of the names. Waits out an intake that is busy or down. Sending a file
twice changes nothing for as long as intake remembers events. With --state FILE, what was sent is kept there: a run that
was killed goes on where it was, and a later run sends only what is new or has changed. URL and key are those of the running embedded
instance unless given.`,
  run: async (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    if (positionals.length === 0)
      throw new AppError('usage', 'Name at least one file, folder or bucket of events.');
    const startedAt = performance.now();
    const totals = await replay(await prepare(positionals, values, context), context);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (values.json) context.print(JSON.stringify({ ...totals, seconds }));
    else report(totals, seconds, context);
    return 0;
  },
};
