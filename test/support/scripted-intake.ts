import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Teardown } from './temp-folder.ts';

export interface SeenRequest {
  readonly path: string;
  readonly ids: readonly string[];
  readonly referenceTime: string | undefined;
}

export type IntakeAnswer =
  { readonly status: number; readonly body?: unknown; readonly retryAfter?: string } | 'hang up';

async function readSeen(request: IncomingMessage): Promise<SeenRequest> {
  const lines = (await text(request)).split('\n').filter((line) => line !== '');
  return {
    path: request.url ?? '',
    ids: lines.map((line) => (JSON.parse(line) as { event_id?: string }).event_id ?? ''),
    referenceTime: request.headers['x-stillwatch-reference-time'] as string | undefined,
  };
}

/** An intake that gives the answers listed, one a request, and accepts everything after them. */
export async function startIntake(t: Teardown, answers: IntakeAnswer[] = []) {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readSeen(request).then((one) => {
      seen.push(one);
      const accepted = { accepted: one.ids.length, rejected: 0, errors: [] };
      const answer = answers.shift() ?? { status: 200, body: accepted };
      if (answer === 'hang up') return request.socket.destroy();
      const headers = answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter };
      return response
        .writeHead(answer.status, headers)
        .end(JSON.stringify(answer.body ?? accepted));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { seen, url: `http://127.0.0.1:${port}` };
}
