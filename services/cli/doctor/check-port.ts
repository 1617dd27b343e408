import { createServer } from 'node:net';
import { z } from 'zod';
import { broken, ok, warning, type Check } from './check.ts';

export interface PortTarget {
  readonly name: string;
  readonly url: string;
  /** The variable that sets it. */
  readonly setting: string;
}

const readiness = z.object({ status: z.string(), failing: z.array(z.string()).optional() });

async function askReadiness(url: string) {
  try {
    const answer = await fetch(new URL('/health/ready', url), {
      signal: AbortSignal.timeout(3_000),
    });
    return readiness.parse(await answer.json());
  } catch {
    return undefined;
  }
}

function isFree(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => {
    resolve(false);
  });
  server.listen(Number(new URL(url).port || 80), new URL(url).hostname, () => {
    server.close(() => {
      resolve(true);
    });
  });
  return promise;
}

/** Whether one of our services listens, nothing does, or something else holds the port. */
export async function checkPort({ name, url, setting }: PortTarget): Promise<Check> {
  const port = new URL(url).port;
  const ready = await askReadiness(url);
  if (ready?.status === 'ok') return ok(name, `ready on port ${port}`);
  if (ready !== undefined) {
    const failing = (ready.failing ?? []).join(', ');
    return broken(name, `runs on port ${port} but is not ready: ${failing}`, 'Mend that first.');
  }
  if (await isFree(url)) {
    return warning(name, `not running; port ${port} is free`, 'npm start');
  }
  const mend = `Stop what listens there, or set ${setting} to another port.`;
  return broken(name, `port ${port} is taken by something else`, mend);
}
