import { connect, type Socket } from 'node:net';
import t from 'tap';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import { readResidentBytes } from '../../bench/resident-bytes.ts';
import { spawnRole } from '../support/spawn-role.ts';
import { until } from './pipeline.ts';
import { prepareGateway } from './prepare-gateway.ts';
import { createEvents } from './traffic.ts';

const idleCount = 5_000;
const dripCount = 200;
/** What an idle connection may cost the gateway: a socket and its parser, no buffers. */
const bytesPerConnection = 40_000;

function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  socket.once('connect', () => {
    // Hung up on is what these clients are to be.
    socket.on('error', () => socket.destroy());
    resolve(socket.resume());
  });
  socket.once('error', reject);
  return promise;
}

async function openMany(port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    // No more at once than a server lets wait.
    const more = Math.min(100, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: more }, () => open(port)))));
  }
  return sockets;
}

/** Sends the text a byte at a time for as long as the other side listens. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(text[at++ % text.length] ?? '');
  }, 250);
}

await t.test(
  '5,000 idle connections and 400 that send a byte now and then do no harm',
  async (t) => {
    const { pipeline, key, settings, url } = await prepareGateway(t);
    const gateway = spawnRole(t, 'gateway', settings);
    await until(
      'the gateway to be up',
      async () => (await fetch(`${url}/health/ready`)).status === 200,
    );
    const port = Number(new URL(url).port);
    const before = readResidentBytes(gateway.child.pid).now;

    const idle = await openMany(port, idleCount);
    const head = `POST /v1/events HTTP/1.1\r\nhost: here\r\nauthorization: Bearer ${key}\r\n`;
    const inHead = await openMany(port, dripCount);
    const inBody = await openMany(port, dripCount);
    t.teardown(() => {
      for (const socket of [...idle, ...inHead, ...inBody]) socket.destroy();
    });
    for (const socket of inHead) drip(socket, head);
    for (const socket of inBody) {
      socket.write(`${head}content-length: 1000000\r\n\r\n`);
      drip(socket, '{"a":1}\n');
    }

    const events = [...createEvents(50)];
    let accepted = 0;
    for (let from = 0; from < events.length; from += 500) {
      const part = events.slice(from, from + 500);
      const headers = {
        authorization: `Bearer ${key}`,
        'x-stillwatch-reference-time': part.at(-1)?.occurred_at ?? '',
      };
      const body = part.map((event) => JSON.stringify(event)).join('\n');
      const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body });
      t.equal(response.status, 200);
      accepted += ((await response.json()) as { accepted: number }).accepted;
    }
    t.equal(
      accepted,
      events.length,
      'every event of an ordinary client is taken, at its first try',
    );
    const grown = readResidentBytes(gateway.child.pid).peak - before;
    t.ok(grown < (idleCount + 2 * dripCount) * bytesPerConnection + 100_000_000, String(grown));

    const areGone = () => [...idle, ...inHead].every((socket) => socket.destroyed || socket.closed);
    t.comment(JSON.stringify({ grown }));
    t.ok(await waitUntil(areGone, { deadlineMs: 60_000 }), 'who sends no whole head is hung up on');
    await pipeline.settle();
    const { requests } = await pipeline.readOutcome();
    t.equal(
      [...requests.values()].reduce((sum, count) => sum + count, 0),
      events.length,
    );
    t.equal(await gateway.end('SIGTERM'), 0);
  },
);
