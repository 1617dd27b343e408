import t from 'tap';
import { guardEgress } from '../../../workers/deliver/egress-guard.ts';
import { callOnce } from '../../../workers/deliver/call-once.ts';
import { startReceiver } from '../../support/receiver.ts';

const refusalOf = async (
  url: string,
  resolved: readonly string[] = ['93.184.216.34'],
  allowed: string[] = [],
) => {
  const egress = await guardEgress(new URL(url), allowed, () => Promise.resolve(resolved));
  return 'refusal' in egress ? egress.refusal : undefined;
};

t.test('a public name may be called by https', async (t) => {
  t.equal(await refusalOf('https://hooks.example.com/x'), undefined);
  t.equal(await refusalOf('https://hooks.example.com/x', ['2606:4700::6810:84e5']), undefined);
  t.equal(await refusalOf('http://hooks.example.com/x'), 'plain_http_refused');
  t.equal(await refusalOf('ftp://hooks.example.com/x'), 'scheme_refused');
  t.equal(await refusalOf('https://nowhere.example.com/', []), 'host_unresolvable');
});

t.test('whatever is not public is refused, in every way of writing it', async (t) => {
  const written = [
    ...[
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ],
    ...[
      '[::ffff:7f00:1]',
      '0.0.0.0',
      '[::]',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
    ],
    ...['[fe80::1]', '[fd00::1]', '100.64.0.1', '224.0.0.1', '255.255.255.255', '[ff02::1]'],
    // IPv4 inside of IPv6: NAT64, 6to4, Teredo.
    ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[2001::1]'],
  ];
  for (const host of written) t.equal(await refusalOf(`https://${host}/`), 'address_refused', host);
});

t.test('a public name that stands for an inner address is refused, and whole', async (t) => {
  t.equal(await refusalOf('https://rebind.example.com/', ['127.0.0.1']), 'address_refused');
  t.equal(
    await refusalOf('https://half.example.com/', ['93.184.216.34', '10.0.0.1']),
    'address_refused',
  );
  t.equal(await refusalOf('https://mapped.example.com/', ['::ffff:10.0.0.1']), 'address_refused');
});

t.test('an operator may allow a network, and nothing beside it', async (t) => {
  const allowed = ['10.2.0.0/16', '192.168.7.7', 'fd00:1::/32'];
  t.equal(await refusalOf('http://10.2.3.4:8080/', [], allowed), undefined);
  t.equal(await refusalOf('http://hooks.internal/', ['fd00:1::5'], allowed), undefined);
  t.equal(await refusalOf('http://192.168.7.7/', [], allowed), undefined);
  t.equal(await refusalOf('http://192.168.7.8/', [], allowed), 'address_refused');
  t.equal(await refusalOf('http://[::ffff:10.2.3.4]/', [], allowed), undefined);
  t.equal(await refusalOf('http://10.3.3.4/', [], allowed), 'address_refused');
});

t.test(
  'the call goes to the address that was checked, whatever the name says afterwards',
  async (t) => {
    const receiver = await startReceiver(t);
    const { port } = new URL(receiver.url);
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      // The first answer is allowed; a second would lead elsewhere.
      return Promise.resolve(asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2']);
    };
    const call = {
      method: 'POST' as const,
      url: new URL(`http://rebind.invalid:${port}/hook`),
      headers: {},
      body: '{}',
    };
    const posted = await callOnce(call, { allowed: ['127.0.0.1'], timeoutMs: 5_000, resolve });
    t.match(posted, { status: 204, error: null });
    t.same(asked, ['rebind.invalid']);
    t.match(receiver.received, [{ headers: { host: `rebind.invalid:${port}` } }]);
    const again = await callOnce(call, { allowed: ['127.0.0.1'], timeoutMs: 5_000, resolve });
    t.match(again, { status: null, error: 'address_refused' });
  },
);
