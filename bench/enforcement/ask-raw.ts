import { connect, type Socket } from 'node:net';

interface Asking {
  readonly port: number;
  /** The whole request, headers and body. */
  readonly request: string;
  readonly connections: number;
  readonly requests: number;
}

/** Sends on one connection, the next when the answer before is whole; returns milliseconds of each. */
function askOn(socket: Socket, request: string, takeTurn: () => boolean): Promise<number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<number[]>();
  const times: number[] = [];
  let startedAt = 0;
  const send = () => {
    if (!takeTurn()) {
      socket.end();
      resolve(times);
      return;
    }
    startedAt = performance.now();
    socket.write(request);
  };
  // An answer of a few hundred bytes comes in one piece.
  socket.on('data', (chunk: Buffer) => {
    if (!chunk.includes('HTTP/1.1 403')) reject(new Error(chunk.toString()));
    times.push(performance.now() - startedAt);
    send();
  });
  socket.on('error', reject);
  socket.on('connect', send);
  return promise;
}

/** A client that costs as little as possible, since it shares the machine. All answers have to be refusals. */
export async function askRaw({ port, request, connections, requests }: Asking): Promise<number[]> {
  let left = requests;
  const takeTurn = () => left-- > 0;
  const all = Array.from({ length: connections }, () =>
    askOn(connect({ port, host: '127.0.0.1', noDelay: true }), request, takeTurn),
  );
  return (await Promise.all(all)).flat().sort((left_, right) => left_ - right);
}
