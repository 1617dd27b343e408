import { once } from 'node:events';
import type { StoreProcess } from '../../services/runtime/store-process.ts';
import { holdPort } from './hold-port.ts';

/** A store that a test may kill and bring back with the data it had. */
export interface FaultHandle {
  readonly url: string;
  pid(): number;
  /** kill -9, and waits until the process is gone. Its port is kept until it is back. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port; kills it first when it still runs. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `start` gets the port to keep, undefined the first time. */
export async function createFaultHandle(
  start: (port: number | undefined) => Promise<StoreProcess>,
): Promise<FaultHandle> {
  let current = await start(undefined);
  let letPortGo = () => {};
  const kill = async () => {
    if (current.child.exitCode !== null || current.child.signalCode !== null) return;
    const exit = once(current.child, 'exit');
    current.child.kill('SIGKILL');
    await exit;
    letPortGo = await holdPort(current.port);
  };
  return {
    url: current.url,
    pid: () => current.pid,
    kill,
    restart: async () => {
      await kill();
      current = await start(current.port);
      letPortGo();
    },
    stop: async () => {
      letPortGo();
      await current.stop();
    },
  };
}
