import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeSecretJson, type InstanceHome } from './instance-home.ts';

const runningInstance = z.object({
  databaseUrl: z.string(),
  redisUrl: z.string(),
  gatewayUrl: z.string(),
  staffUrl: z.string(),
});

/** How to reach an embedded instance. The store addresses carry passwords: never log them. */
export type RunningInstance = z.output<typeof runningInstance>;

/** The instance that runs from this home, for command-line tools; undefined when none does. */
export async function findRunningInstance(home: string): Promise<RunningInstance | undefined> {
  const found = runningInstance.safeParse(await readJson(join(home, 'instance.json')));
  return found.success ? found.data : undefined;
}

/** Publishes the addresses to the owner of the home; returns what takes them back. */
export async function publishInstance(
  home: InstanceHome,
  instance: RunningInstance,
): Promise<() => Promise<void>> {
  await writeSecretJson(home.instanceFile, instance);
  return () => rm(home.instanceFile, { force: true });
}
