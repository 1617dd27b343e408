import { loadRuntimeEnv } from '../../config/env.ts';
import { failWith } from './fail-with.ts';
import { startInstance, type Instance } from './instance.ts';
import { createStopRequest } from './stop-request.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function describe(instance: Instance, seconds: string): string {
  return `
Stillwatch is running (ready in ${seconds} s).
  usage events  ${instance.gatewayUrl}/v1/events
  console       ${instance.staffUrl}/
  credentials   ${instance.home.credentialsFile}
  logs          ${instance.home.logs}
Ctrl-C stops it.`;
}

const stopRequest = createStopRequest();
try {
  const startedAt = performance.now();
  say('Starting Stillwatch ...');
  const instance = await startInstance({ env: loadRuntimeEnv(), say });
  say(describe(instance, ((performance.now() - startedAt) / 1_000).toFixed(1)));
  await stopRequest.requested;
  say('Stopping ...');
  await instance.stop();
  say('Stopped.');
  process.exit(0);
} catch (error) {
  failWith(error);
}
