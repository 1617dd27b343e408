import t from 'tap';
import { networkOf } from '../../../services/review/network-of.ts';

await t.test('addresses of one customer are of one network', async (t) => {
  t.equal(networkOf('192.0.2.77'), '192.0.2.0/24');
  t.equal(networkOf('::ffff:192.0.2.78'), '192.0.2.0/24');
  t.equal(networkOf('2001:db8:1:22ff::1'), networkOf('2001:db8:1:2200:ffff::2'));
  t.not(networkOf('2001:db8:1:2300::1'), networkOf('2001:db8:1:2200::1'));
  t.equal(networkOf('2001:db8:1:22ff::1'), '2001:db8:1:2200::/56');
  t.equal(networkOf('no address'), 'no address');
});
