import t from 'tap';
import { loadEnv, loadRuntimeEnv } from '../../config/env.ts';

const stores = { DATABASE_URL: 'postgres://u:p@h/d', REDIS_URL: 'redis://h' };

await t.test('defaults fill everything but the stores', async (t) => {
  const env = loadEnv(stores);
  t.match(env, { gatewayPort: 4318, staffPort: 8080, host: '127.0.0.1', partitions: 8 });
  t.ok(Object.isFrozen(env));
});

await t.test('every problem is listed in one error', async (t) => {
  t.throws(() => loadEnv({ GATEWAY_PORT: 'seven', LOG_LEVEL: 'loud', REDIS_URL: 'h:6379' }), {
    code: 'setting_invalid',
    message: /DATABASE_URL is missing.*REDIS_URL: must start.*GATEWAY_PORT.*LOG_LEVEL/,
  });
});

await t.test('an empty variable reads as absent', async (t) => {
  t.equal(loadEnv({ ...stores, STAFF_PORT: '' }).staffPort, 8080);
  t.throws(() => loadEnv({ ...stores, REDIS_URL: '' }), { message: /REDIS_URL is missing/ });
});

await t.test('the runtime needs no stores and still checks those that are named', async (t) => {
  t.equal(loadRuntimeEnv({}).databaseUrl, undefined);
  t.throws(() => loadRuntimeEnv({ DATABASE_URL: 'mysql://h' }), { code: 'setting_invalid' });
});

await t.test('trusted proxies are addresses and networks', async (t) => {
  t.same(loadEnv(stores).trustedProxies, []);
  const { trustedProxies } = loadEnv({ ...stores, TRUSTED_PROXIES: '192.0.2.7, fd00::/8' });
  t.same(trustedProxies, ['192.0.2.7', 'fd00::/8']);
  for (const TRUSTED_PROXIES of ['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/']) {
    t.throws(() => loadEnv({ ...stores, TRUSTED_PROXIES }), {
      message: /TRUSTED_PROXIES: must be/,
    });
  }
});
