import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * Receivers in a process of their own, one path each. `/live/N` takes everything; the others are dead in their own
 * ways. `GET /counts` says how many messages each live one has taken, and how often the dead ones were asked.
 */
const taken = new Map<string, Set<string>>();
let deadCalls = 0;

const dead: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/hang': () => undefined,
  '/fails': (response) => response.writeHead(500).end(),
  '/busy': (response) => response.writeHead(429, { 'retry-after': '5' }).end(),
  '/half': (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  },
};

const server = createServer((request, response) => {
  const path = request.url ?? '';
  if (path === '/counts') {
    const counts = [...taken.values()].map(({ size }) => size);
    response.end(JSON.stringify({ counts, deadCalls }));
    return;
  }
  const answer = dead[path];
  request.resume();
  if (answer !== undefined) {
    deadCalls += 1;
    answer(response);
    return;
  }
  const ids = taken.get(path) ?? new Set();
  taken.set(path, ids.add(String(request.headers['webhook-id'])));
  request.on('end', () => response.writeHead(204).end());
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`);
});
