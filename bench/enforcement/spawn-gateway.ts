import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { findFreePort } from '../../services/runtime/free-port.ts';
import type { Instance } from '../../services/runtime/instance.ts';
import { nodeArguments } from '../../services/runtime/role-process.ts';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { readResidentBytes } from '../resident-bytes.ts';

const bytesPerMegabyte = 1_048_576;

export interface SpawnedGateway {
  readonly port: number;
  /** Milliseconds from the start of the process until it knew what is in force and served. */
  readonly startMs: number;
  /** Resident megabytes: now, and at most so far. */
  readonly memory: () => { readonly now: number; readonly peak: number };
  readonly cpuMs: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

async function isServing(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
  return answer?.ok === true;
}

/** A second gateway process beside that of the instance, which knew an empty database. */
export async function spawnGateway({ databaseUrl, redisUrl }: Instance): Promise<SpawnedGateway> {
  const port = await findFreePort();
  const env = {
    ...{ LOG_LEVEL: 'warn', GATEWAY_PORT: String(port) },
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl },
  };
  const startedAt = performance.now();
  const command = [...nodeArguments, 'services/gateway/main.ts'];
  const child = spawn(process.execPath, command, { env, stdio: 'inherit' });
  const exit = once(child, 'exit');
  if (!(await waitUntil(() => isServing(port), { deadlineMs: 60_000 }))) {
    child.kill();
    throw new Error('the gateway does not come up');
  }
  const folder = `/proc/${String(child.pid)}`;
  return {
    port,
    startMs: performance.now() - startedAt,
    memory: () => {
      const { now, peak } = readResidentBytes(child.pid);
      return { now: now / bytesPerMegabyte, peak: peak / bytesPerMegabyte };
    },
    cpuMs: async () => {
      const stat = await readFile(`${folder}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    stop: async () => {
      child.kill();
      await exit;
    },
  };
}
