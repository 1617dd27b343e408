import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Teardown } from '../support/temp-folder.ts';

/** Passes on what comes after so many ms, in order, and the end of it too. */
function passOn(from: Socket, to: Socket, delayMs: number): void {
  const later = (act: () => void) => setTimeout(act, delayMs);
  from.on('data', (bytes) => later(() => to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => later(() => to.destroy()));
  from.on('close', () => later(() => to.destroy()));
}

/**
 * The same URL by way of a network that takes `delayMs` in each direction. Ended with the test. It lives in the test's
 * process: that must not be kept busy meanwhile.
 */
export async function startSlowLink(t: Teardown, url: string, delayMs: number): Promise<string> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay());
      socket.once('close', () => sockets.delete(socket));
    }
    passOn(client, upstream, delayMs);
    passOn(upstream, client, delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const slow = new URL(url);
  slow.port = String((server.address() as AddressInfo).port);
  return slow.href;
}
