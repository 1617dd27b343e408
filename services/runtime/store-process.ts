import type { ChildProcess } from 'node:child_process';

/** A running PostgreSQL or Redis that this process started. */
export interface StoreProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly child: ChildProcess;
  /** Asks it to write what it holds and end; kills it when it takes too long. */
  stop(): Promise<void>;
}
