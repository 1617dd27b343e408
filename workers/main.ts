import process from 'node:process';
import { loadEnv } from '../config/env.ts';
import { AppError } from '../services/errors.ts';
import { createLogger } from '../services/logger.ts';
import { startAutomate } from './automate.ts';
import { startCalibrate } from './calibrate.ts';
import { startCorrelate } from './correlate.ts';
import { startDeliver } from './deliver.ts';
import { startDetect } from './detect.ts';
import { startMaintain } from './maintain.ts';
import type { RoleContext, RunningRole, WorkerSettings } from './role.ts';

type StartRole = (settings: WorkerSettings, context: RoleContext) => Promise<RunningRole>;

const roles = new Map<string, StartRole>([
  ['detect', startDetect],
  ['correlate', startCorrelate],
  ['calibrate', startCalibrate],
  ['deliver', startDeliver],
  ['automate', startAutomate],
  ['maintain', startMaintain],
]);

/** An ordered end may take so long, in ms; then the process ends all the same and the next owner repeats some work. */
const closeDeadlineMs = 25_000;

async function main(name: string): Promise<void> {
  const start = roles.get(name);
  if (start === undefined)
    throw new AppError('usage', `Say which worker: ${[...roles.keys()].join(', ')}.`);
  const env = loadEnv();
  const log = createLogger(name, env.logLevel);
  const end = (code: number) => process.exit(code);
  const onFatal = (err: unknown) => {
    log.fatal({ err }, 'the worker cannot go on');
    end(1);
  };
  process.on('uncaughtException', onFatal);
  process.on('unhandledRejection', onFatal);
  const running = start(env, { log, onFatal });
  let isClosing = false;
  const close = async () => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => end(1), closeDeadlineMs).unref();
    await (await running).close();
    log.info('stopped');
    end(0);
  };
  process.on('SIGTERM', () => void close().catch(onFatal));
  process.on('SIGINT', () => void close().catch(onFatal));
  await running;
  log.info({ workerId: env.workerId }, 'started');
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  const said = error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  process.stderr.write(`${said}\n`);
  process.exit(1);
});
