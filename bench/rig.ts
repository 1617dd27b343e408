import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRuntimeEnv } from '../config/env.ts';
import { findFreePort } from '../services/runtime/free-port.ts';
import { startInstance, type Instance } from '../services/runtime/instance.ts';

/** Runs `use` on a whole instance of its own: free ports, own stores, gone afterwards. */
export async function withOwnInstance<Result>(
  settings: Readonly<Record<string, string>>,
  use: (instance: Instance) => Promise<Result>,
): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'stillwatch-bench-'));
  const env = loadRuntimeEnv({
    ...{ STILLWATCH_HOME: home, LOG_LEVEL: 'warn', ...settings },
    GATEWAY_PORT: String(await findFreePort()),
    STAFF_PORT: String(await findFreePort()),
  });
  try {
    const instance = await startInstance({ env, detectWorkers: 2, say: () => undefined });
    return await use(instance).finally(() => instance.stop());
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
