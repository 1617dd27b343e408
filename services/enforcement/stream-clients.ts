/**
 * How far each client has been told. CrowdSec's clients hold no cursor: they ask for 'what is new', and are known by
 * their key and address. One that is not known here, after a restart or behind another process, begins anew, which
 * costs a full answer and loses nothing.
 */
export interface StreamClients {
  readonly cursorOf: (client: string) => number | undefined;
  /** `cursor` is the last change here that the client was told; other processes count otherwise. */
  readonly told: (client: string, cursor: number) => void;
}

const mostClients = 10_000;

/** Remembers the clients that asked last, 10,000 at most. */
export function createStreamClients(): StreamClients {
  const cursors = new Map<string, number>();
  return {
    cursorOf: (client) => cursors.get(client),
    told: (client, cursor) => {
      cursors.delete(client);
      cursors.set(client, cursor);
      const [oldest] = cursors.keys();
      if (cursors.size > mostClients && oldest !== undefined) cursors.delete(oldest);
    },
  };
}
