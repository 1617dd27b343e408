import { loadRuntimeEnv, type RuntimeEnv } from '../../config/env.ts';
import { countFindings, listFlaggedAccounts } from '../storage/flagged-accounts.ts';
import { createPool } from '../storage/pool.ts';
import { awaitDrained } from './demo/await-drained.ts';
import { createProgress } from './demo/progress.ts';
import { readArguments, type DemoArguments } from './demo/read-arguments.ts';
import { sendFiles, sendSimulation } from './demo/send-traffic.ts';
import { toJson, toTable, type DemoResult } from './demo/show-findings.ts';
import { makeThrowAwayHome, removeThrowAwayHome } from './demo/throw-away-home.ts';
import { failWith } from './fail-with.ts';
import { findFreePort } from './free-port.ts';
import { startInstance, type Instance } from './instance.ts';
import { createStopRequest } from './stop-request.ts';

/** Everything but the result: stdout is for that. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const stopRequest = createStopRequest();

/** Settings of an instance that touches nothing of another: own home, free ports, own stores. */
async function planThrowAway(): Promise<RuntimeEnv> {
  const home = await makeThrowAwayHome();
  const [gatewayPort, staffPort] = [await findFreePort(), await findFreePort()];
  const env = loadRuntimeEnv({ ...process.env, DATABASE_URL: '', REDIS_URL: '' });
  return { ...env, home, gatewayPort, staffPort };
}

async function playThrough(
  instance: Instance,
  env: RuntimeEnv,
  { files }: DemoArguments,
): Promise<DemoResult> {
  const pool = createPool(instance.databaseUrl, { max: 2 });
  const target = {
    url: instance.gatewayUrl,
    key: instance.credentials.keys.ingest,
    signal: stopRequest.signal,
  };
  const progress = createProgress(process.stderr);
  const startedAt = performance.now();
  try {
    const totals = await (files.length > 0
      ? sendFiles(target, files, progress)
      : sendSimulation(target, progress));
    say('Waiting until everything is judged ...');
    const isStopping = () => stopRequest.signal.aborted;
    await awaitDrained({ ...instance, pool, partitions: env.partitions, isStopping });
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const counts = await countFindings(pool);
    return { ...totals, ...counts, seconds, flagged: await listFlaggedAccounts(pool) };
  } finally {
    await pool.end();
  }
}

async function show(instance: Instance, env: RuntimeEnv, args: DemoArguments): Promise<void> {
  const result = await playThrough(instance, env, args);
  if (args.isJson) process.stdout.write(`${toJson(result)}\n`);
  else process.stdout.write(`${toTable(result)}\n`);
  if (args.isOnce) return;
  const { admin } = instance.credentials;
  say(`\nThe console is open at ${instance.staffUrl}/ (${admin.email}, ${admin.password}).`);
  say('Ctrl-C ends the demo and removes everything it made.');
  await stopRequest.requested;
}

async function main(args: DemoArguments): Promise<void> {
  const env = await planThrowAway();
  try {
    say('Starting a throw-away instance ...');
    const instance = await startInstance({ env, say });
    try {
      await show(instance, env, args);
    } catch (error) {
      // Ctrl-C in the middle is an orderly end, not a failure.
      if (!stopRequest.signal.aborted) throw error;
    } finally {
      say('Stopping ...');
      await instance.stop();
    }
  } finally {
    await removeThrowAwayHome(env.home);
  }
}

try {
  await main(readArguments(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  failWith(error);
}
