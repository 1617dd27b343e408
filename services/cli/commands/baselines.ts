import { userInfo } from 'node:os';
import {
  compareBaselines,
  mostShift,
  type ClassChange,
  type RateChange,
} from '../../../workers/detection/baselines/compare-baselines.ts';
import { detectionFingerprint } from '../../../workers/detection/baselines/detection-fingerprint.ts';
import { openBaselines } from '../../../workers/detection/baselines/state-rate.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { AppError } from '../../errors.ts';
import {
  findActiveBaseline,
  findBaseline,
  listBaselinePromotions,
  listBaselines,
  promoteBaseline,
  type StoredBaseline,
} from '../../storage/baselines.ts';
import type { Pool } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { readArgs, type Command, type CommandContext } from '../command.ts';
import { formatTable } from '../format-table.ts';
import { withPool } from '../open-stores.ts';

const options = {
  by: { type: 'string' },
  'accept-shift': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

async function list(pool: Pool, values: Values, { print }: CommandContext): Promise<number> {
  const versions = await listBaselines(pool);
  const promotions = await listBaselinePromotions(pool);
  if (values.json) {
    print(
      JSON.stringify({ versions: versions.map(({ snapshot: _, ...head }) => head), promotions }),
    );
    return 0;
  }
  const rows = versions.map(({ version, state, counts, createdAt }) => {
    const sizes = ['honest', 'undecided', 'young', 'sameUnit'].map((name) => counts[name] ?? 0);
    return [version, state, ...sizes, createdAt.toISOString()];
  });
  const head = ['version', 'state', 'honest', 'undecided', 'young', 'same unit', 'learned'];
  formatTable(head, rows).forEach(print);
  if (promotions.length === 0) return 0;
  print('');
  const made = promotions.map(({ version, replacedVersion, promotedBy, promotedAt }) => {
    return [version, replacedVersion, promotedBy, promotedAt.toISOString()];
  });
  formatTable(['promoted', 'instead of', 'by', 'at'], made).forEach(print);
  return 0;
}

async function getBaseline(pool: Pool, version: string | undefined): Promise<StoredBaseline> {
  if (version === undefined)
    throw new AppError('usage', 'Name a version; baselines list shows them.');
  const found = await findBaseline(pool, version);
  if (found !== undefined) return found;
  throw new AppError('not_found', `There is no baseline ${version}; baselines list shows them.`);
}

async function compare(pool: Pool, chosen: StoredBaseline, context: CommandContext) {
  const detection = await loadDetection(context.loadEnv().detectionSettings);
  const fingerprint = detectionFingerprint(detection);
  const active = await findActiveBaseline(pool);
  const before = active === undefined ? null : openBaselines(active.snapshot, fingerprint);
  const after = openBaselines(chosen.snapshot, fingerprint);
  const isFitting = chosen.snapshot.fingerprint === fingerprint;
  return { active, isFitting, changes: compareBaselines(before, after, detection.scoring) };
}

function printChanges(changes: readonly ClassChange[], { print }: CommandContext): void {
  const count = ({ before, after }: RateChange) => `${before ?? '-'} > ${after}`;
  const rate = ({ before, after }: RateChange) =>
    `${before?.toPrecision(2) ?? '-'} > ${after.toPrecision(2)}`;
  const rows = changes.map(({ clientClass, accounts, review, act, isActSupported, shift }) => [
    ...[clientClass, count(accounts), rate(review), rate(act)],
    ...[isActSupported ? 'yes' : 'no', shift.toFixed(1)],
  ]);
  const head = ['class', 'accounts', 'rate at review', 'rate at act', 'may act', 'shift'];
  formatTable(head, rows).forEach(print);
}

async function promote(
  pool: Pool,
  chosen: StoredBaseline,
  run: { values: Values; context: CommandContext },
) {
  const { values, context } = run;
  const { version } = chosen;
  const { active, isFitting, changes } = await compare(pool, chosen, context);
  if (!isFitting) {
    throw new AppError(
      'baseline_shifted',
      `${version} was learned under other detection settings and supports no rate.`,
    );
  }
  printChanges(changes, context);
  const shifted = changes.filter(({ shift }) => shift > mostShift);
  if (shifted.length > 0 && !values['accept-shift']) {
    const names = shifted.map(({ clientClass }) => clientClass).join(', ');
    throw new AppError(
      'baseline_shifted',
      `${version} moves rates of ${names} by more than a factor of ${mostShift}. Look at who was cleared since; --accept-shift promotes it all the same.`,
    );
  }
  const by = values.by ?? userInfo().username;
  const promotion = { version, replaces: active?.version ?? null, by };
  const isDone = await inTransaction(pool, (client) => promoteBaseline(client, promotion));
  if (!isDone)
    throw new AppError('baseline_shifted', 'Another version was promoted just now. Compare again.');
  context.note(`${version} is the bar from the next start of the detect and correlate workers on.`);
  return 0;
}

export const baselinesCommand: Command = {
  name: 'baselines',
  summary: 'list, compare and promote what was learned of honest traffic',
  usage: `stillwatch baselines list [--json]
stillwatch baselines compare VERSION
stillwatch baselines promote VERSION [--by NAME] [--accept-shift]

A rate is the share of honest accounts of a class that score as high as the level. promote makes a version the one
that findings are held against, from the next start of the workers on, and records who did it; an earlier version can
be promoted again. It refuses one that moves a rate by more than a factor of ${mostShift} until --accept-shift says so.`,
  run: (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    const [verb, version] = positionals;
    return withPool(context.loadEnv(), async (pool) => {
      if (verb === 'list') return list(pool, values, context);
      if (verb === 'promote') {
        return promote(pool, await getBaseline(pool, version), { values, context });
      }
      if (verb !== 'compare') {
        throw new AppError('usage', 'Say baselines list, baselines compare or baselines promote.');
      }
      printChanges(
        (await compare(pool, await getBaseline(pool, version), context)).changes,
        context,
      );
      return 0;
    });
  },
};
