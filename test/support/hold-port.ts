import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/**
 * Keeps a port without listening on it: whoever calls is refused, as by a server that is gone, and whoever asks the
 * system for a free port is given another. The server itself can bind it all the same. Returns what lets it go.
 */
export async function holdPort(port: number): Promise<() => void> {
  // The other end of the holder hears how that one is let go.
  const anchor = createServer((peer) => peer.on('error', () => peer.destroy())).listen(
    0,
    '127.0.0.1',
  );
  await once(anchor, 'listening');
  const own = { localAddress: '127.0.0.1', localPort: port };
  const holder = connect({
    port: (anchor.address() as AddressInfo).port,
    host: '127.0.0.1',
    ...own,
  });
  await once(holder, 'connect');
  return () => {
    holder.resetAndDestroy();
    anchor.close();
  };
}
