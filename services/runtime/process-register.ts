import { z } from 'zod';
import { readJson, writeSecretJson, type InstanceHome } from './instance-home.ts';
import {
  identifyProcess,
  isAlive,
  processIdentity,
  signalProcess,
  type ProcessIdentity,
} from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

async function end(identity: ProcessIdentity): Promise<void> {
  if (!(await isAlive(identity))) return;
  signalProcess(identity.pid, 'SIGTERM');
  const isGone = await waitUntil(async () => !(await isAlive(identity)), { deadlineMs: 5_000 });
  if (!isGone) signalProcess(identity.pid, 'SIGKILL');
}

/** Ends what an instance that was killed has left running, so that ports and data are free again. */
export async function endLeftovers(home: InstanceHome): Promise<void> {
  const noted = await readJson(home.processesFile).catch(() => undefined);
  const left = z.array(processIdentity).safeParse(noted);
  if (left.success) await Promise.all(left.data.map(end));
}

/** Keeps the file of the processes that run for this home. Returns what adds one. */
export function createProcessRegister(home: InstanceHome): (pid: number) => Promise<void> {
  let known: ProcessIdentity[] = [];
  let writing = Promise.resolve();
  const add = async (pid: number) => {
    const identity = await identifyProcess(pid);
    if (identity === undefined) return;
    const alive = await Promise.all(known.map(isAlive));
    known = [...known.filter((_, index) => alive[index]), identity];
    await writeSecretJson(home.processesFile, known);
  };
  return (pid) => {
    writing = writing.then(() => add(pid));
    return writing;
  };
}
