import { AppError } from '../../errors.ts';
import {
  armPolicy,
  resumeAutomation,
  resumePolicy,
  stopAutomation,
  stopPolicy,
} from '../../automation/arm-policy.ts';
import { previewPolicy, readPolicyEvidence } from '../../automation/examine-policy.ts';
import { loadPolicies } from '../../automation/load-policies.ts';
import { readTraffic } from '../../automation/read-traffic.ts';
import { undoPolicy } from '../../automation/undo-policy.ts';
import type { Policy } from '../../contracts/policy.ts';
import type { Pool } from '../../storage/pool.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { versionOf } from '../../../workers/resolve-detection.ts';
import { readArgs, readReason, type Command, type CommandContext } from '../command.ts';
import { withPool } from '../open-stores.ts';
import { describePreview } from '../policies/describe-preview.ts';
import { listPolicies } from '../policies/list-policies.ts';

const options = {
  reason: { type: 'string' },
  force: { type: 'boolean', default: false },
  since: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export interface PolicyWork {
  readonly pool: Pool;
  readonly policies: readonly Policy[];
  readonly detectionVersion: string;
  /** The policy that was named, if one was. */
  readonly id: string | undefined;
  readonly values: ReturnType<typeof readArgs<typeof options>>['values'];
  readonly context: CommandContext;
}

/** The command line stands above the roles: whoever has it has the database. */
const actor = 'system';

function saidOf({ values }: PolicyWork) {
  return { actor, reason: readReason(values.reason) };
}

function getPolicy({ policies, id }: PolicyWork): Policy {
  const found = policies.find((policy) => policy.id === id);
  if (found !== undefined) return found;
  const known = policies.map((policy) => policy.id).join(', ');
  throw new AppError('usage', `Name a policy. POLICIES has: ${known === '' ? 'none' : known}.`);
}

async function list(work: PolicyWork): Promise<void> {
  const lines = await listPolicies(work);
  lines.forEach(work.context.print);
}

async function preview(work: PolicyWork): Promise<void> {
  const { pool, values, context } = work;
  const policy = getPolicy(work);
  const evidence = await readPolicyEvidence(pool, policy);
  const seen = await previewPolicy(pool, policy, await readTraffic(pool));
  if (values.json) context.print(JSON.stringify({ policy: policy.id, evidence, preview: seen }));
  else describePreview(policy, evidence, seen).forEach(context.print);
}

async function arm(work: PolicyWork): Promise<void> {
  const { pool, values, context, detectionVersion } = work;
  const policy = getPolicy(work);
  const order = { policy, detectionVersion, isForced: values.force, ...saidOf(work) };
  const traffic = await readTraffic(pool);
  // First whom it would have hit: also when it is refused.
  const seen = await previewPolicy(pool, policy, traffic);
  describePreview(policy, await readPolicyEvidence(pool, policy), seen).forEach(context.note);
  await armPolicy(pool, { ...order, traffic });
  context.print(`${policy.id} is armed${values.force ? ' by force' : ''}.`);
  if (policy.mode !== 'act') context.note(`Its mode is ${policy.mode}: it does not act by itself.`);
}

async function stop(work: PolicyWork): Promise<void> {
  const { pool, id, context } = work;
  if (id === undefined) await stopAutomation(pool, saidOf(work));
  else await stopPolicy(pool, id, saidOf(work));
  context.print(id === undefined ? 'Nothing acts by itself any more.' : `${id} is stopped.`);
}

async function resume(work: PolicyWork): Promise<void> {
  const { pool, id, context } = work;
  if (id === undefined) await resumeAutomation(pool, saidOf(work));
  else await resumePolicy(pool, getPolicy(work).id, saidOf(work));
  context.print(id === undefined ? 'Armed policies act again.' : `${id} watches and proposes.`);
}

async function undo(work: PolicyWork): Promise<void> {
  const { pool, values, context, id } = work;
  if (id === undefined) throw new AppError('usage', 'Say which: policies undo ID --reason TEXT.');
  const since = new Date(values.since ?? 0);
  if (Number.isNaN(since.getTime())) throw new AppError('usage', '--since must be a time.');
  const undone = await undoPolicy(pool, { policyId: id, since, ...saidOf(work) });
  context.print(`${id} is stopped, and ${String(undone)} of its decisions are undone.`);
}

const works = { list, preview, arm, stop, resume, undo } as const;
const isWork = (name: string): name is keyof typeof works => Object.hasOwn(works, name);

export const policiesCommand: Command = {
  name: 'policies',
  summary: 'what may act without a person: look, arm, stop, undo',
  usage: `stillwatch policies list
stillwatch policies preview ID [--json]
stillwatch policies arm ID --reason TEXT [--force]
stillwatch policies stop [ID] --reason TEXT
stillwatch policies resume [ID] --reason TEXT
stillwatch policies undo ID --reason TEXT [--since TIME]

preview says on which evidence a policy of the file POLICIES stands and whom it would have hit in the last 30 days. arm lets a
policy act on what is raised from then on; without enough evidence it is refused, and --force stands in the audit trail.
stop without an ID stops all of them within a second, until resume. undo stops a policy and undoes all that it did.`,
  run: async (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    const [name = '', id] = positionals;
    if (!isWork(name))
      throw new AppError('usage', `Say policies ${Object.keys(works).join(', policies ')}.`);
    const env = context.loadEnv();
    const detection = await loadDetection(env.detectionSettings);
    const policies = await loadPolicies(env.policies, detection);
    const detectionVersion = versionOf(detection);
    return withPool(env, async (pool) => {
      await works[name]({ pool, policies, detectionVersion, id, values, context });
      return 0;
    });
  },
};
