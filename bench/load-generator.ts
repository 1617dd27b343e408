import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

interface LoadTarget {
  readonly gatewayUrl: string;
  readonly key: string;
  /** Requests on their way at the same time. */
  readonly inFlight: number;
  /** What the events' times are read against: the traffic is not of today. */
  readonly referenceAt: number;
}

interface Answer {
  readonly status: number;
  readonly retryAfterMs: number;
  readonly text: string;
}

interface Connection {
  readonly agent: Agent;
  readonly target: LoadTarget;
}

function post(url: URL, body: Buffer, { agent, target }: Connection): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${target.key}`,
      'content-type': 'application/x-ndjson',
      'content-length': body.length,
      'x-stillwatch-reference-time': new Date(target.referenceAt).toISOString(),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfterMs: Number(response.headers['retry-after'] ?? 1) * 1000,
          text,
        }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function postUntilTaken(send: () => Promise<Answer>): Promise<void> {
  for (;;) {
    const answer = await send();
    if (answer.status === 200) {
      if (!answer.text.includes('"rejected":0')) throw new Error(`refused: ${answer.text}`);
      return;
    }
    if (answer.status !== 503 && answer.status !== 429) {
      throw new Error(`intake answered ${String(answer.status)}: ${answer.text}`);
    }
    await delay(answer.retryAfterMs);
  }
}

/** Posts every body and returns when the last one is acknowledged. Waits as intake asks it to. */
export async function postBodies(
  path: string,
  bodies: readonly Buffer[],
  target: LoadTarget,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: target.inFlight });
  const url = new URL(path, target.gatewayUrl);
  let next = 0;
  const sendOn = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const current = body;
      await postUntilTaken(() => post(url, current, { agent, target }));
    }
  };
  try {
    await Promise.all(Array.from({ length: target.inFlight }, sendOn));
  } finally {
    agent.destroy();
  }
}
