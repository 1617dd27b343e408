import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import t from 'tap';
import { signMessage } from '../../../services/webhooks/sign-message.ts';
import { deriveSigningKeys, writeSigningKeys } from '../../../services/webhooks/signing-keys.ts';

const instanceKey = randomBytes(32);
const keysOf = (endpointId: string, generation = 1) =>
  deriveSigningKeys(instanceKey, { endpointId, generation });
const parts = { id: 'msg_1', timestamp: Math.floor(Date.now() / 1_000), body: '{"a":"é"}' };

t.test('an independent verifier takes the signature, and no other', async (t) => {
  const headers = signMessage([keysOf('1')], parts);
  const { secret } = writeSigningKeys(keysOf('1'));
  t.same(new Webhook(secret).verify(parts.body, headers), { a: 'é' });
  for (const other of [keysOf('2'), keysOf('1', 2)]) {
    t.throws(() => new Webhook(writeSigningKeys(other).secret).verify(parts.body, headers));
  }
  t.throws(() => new Webhook(secret).verify(parts.body, { ...headers, 'webhook-id': 'msg_2' }));
});

t.test('during a rotation the old secret and the new one verify', async (t) => {
  const headers = signMessage([keysOf('1', 2), keysOf('1')], parts);
  for (const generation of [1, 2]) {
    const { secret } = writeSigningKeys(keysOf('1', generation));
    t.doesNotThrow(() => new Webhook(secret).verify(parts.body, headers));
  }
});

t.test('the ed25519 signature verifies under the public key that is given out', async (t) => {
  const headers = signMessage([keysOf('1')], parts);
  const { publicKey } = writeSigningKeys(keysOf('1'));
  const raw = Buffer.from(publicKey.replace('whpk_', ''), 'base64');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const signature = headers['webhook-signature'].split(' ').find((each) => each.startsWith('v1a,'));
  const signed = Buffer.from(`${parts.id}.${parts.timestamp}.${parts.body}`);
  t.ok(verify(null, signed, key, Buffer.from(signature?.slice(4) ?? '', 'base64')));
});

t.test('the same keys come again from the same instance key', async (t) => {
  t.same(writeSigningKeys(keysOf('7')), writeSigningKeys(keysOf('7')));
  t.not(writeSigningKeys(keysOf('7')).secret, writeSigningKeys(keysOf('77')).secret);
  t.match(writeSigningKeys(keysOf('7')).secret, /^whsec_[\w+/]{43}=$/);
});
