import { scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Whether a password is that of a hash in the form of the first releases, `scrypt$cost$blockSize$lanes$salt$key`.
 * No new ones are made; each is replaced at its owner's next sign-in.
 */
export async function isScryptPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, cost, blockSize, lanes, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64');
  const settings = { N: Number(cost), r: Number(blockSize), p: Number(lanes) };
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const maxmem = 256 * settings.N * settings.r;
  const saltBytes = Buffer.from(salt, 'base64');
  scrypt(
    password.normalize('NFKC'),
    saltBytes,
    expected.length,
    { ...settings, maxmem },
    (error, actual) => {
      if (error === null) resolve(actual);
      else reject(error);
    },
  );
  return timingSafeEqual(expected, await promise);
}
