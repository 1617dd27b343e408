import { AppError } from '../errors.ts';
import { isPortFree } from './free-port.ts';

interface WantedPort {
  readonly port: number;
  readonly setting: string;
}

/** Throws port_taken, naming the port and the setting that moves it. */
export async function assertPortsFree(host: string, wanted: readonly WantedPort[]): Promise<void> {
  for (const { port, setting } of wanted) {
    if (await isPortFree(port, host)) continue;
    throw new AppError(
      'port_taken',
      `Port ${port} is taken: stop what listens there, or set ${setting} to another port.`,
      { context: { port, setting } },
    );
  }
}

/** The address under which this machine reaches a server that listens on `host`. */
export function localUrl(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const bracketed = reachable.includes(':') ? `[${reachable}]` : reachable;
  return `http://${bracketed}:${port}`;
}
