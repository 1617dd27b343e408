import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeSecretJson, type InstanceHome } from './instance-home.ts';
import { identifyProcess, isAlive, processIdentity } from './process-identity.ts';

const runningInstance = z.object({
  databaseUrl: z.string(),
  redisUrl: z.string(),
  gatewayUrl: z.string(),
  staffUrl: z.string(),
});

const published = runningInstance.extend({ supervisor: processIdentity });

/** How to reach an embedded instance. The store addresses carry passwords: never log them. */
export type RunningInstance = z.output<typeof runningInstance>;

/** The instance that runs from this home, for command-line tools; undefined when none does. */
export async function findRunningInstance(home: string): Promise<RunningInstance | undefined> {
  const found = published.safeParse(await readJson(join(home, 'instance.json')));
  if (!found.success) return undefined;
  const { supervisor, ...instance } = found.data;
  // An instance that was killed could not take the file back.
  return (await isAlive(supervisor)) ? instance : undefined;
}

/** Publishes the addresses to the owner of the home; returns what takes them back. */
export async function publishInstance(
  home: InstanceHome,
  instance: RunningInstance,
): Promise<() => Promise<void>> {
  const supervisor = await identifyProcess(process.pid);
  await writeSecretJson(home.instanceFile, { ...instance, supervisor });
  return () => rm(home.instanceFile, { force: true });
}
