import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Teardown } from './temp-folder.ts';

/** A mail server on the loopback that asks for a password; keeps what it takes, and refuses `nobody@`. */
export async function startMailServer(t: Teardown, password: string) {
  const mails: string[] = [];
  const server = new SMTPServer({
    ...{ authOptional: false, allowInsecureAuth: true, hideSTARTTLS: true, logger: false },
    onAuth: (auth, _session, done) => {
      if (auth.password === password) done(null, { user: auth.username ?? '' });
      else done(new Error('Invalid username or password'));
    },
    onRcptTo: ({ address }, _session, done) => {
      const unknown = Object.assign(new Error('No such mailbox'), { responseCode: 550 });
      done(address.startsWith('nobody@') ? unknown : null);
    },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  t.teardown(() => {
    server.close();
  });
  const { port } = listening.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${String(port)}`, mails };
}
