import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { isScryptPassword } from './scrypt-hash.ts';

interface Argon2Settings {
  /** KiB of memory. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

interface Argon2Hash {
  readonly settings: Argon2Settings;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** OWASP's floor for argon2id (password storage cheat sheet, 2024): 19 MiB, two passes, one lane. */
const current: Argon2Settings = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const keyBytes = 32;
const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

function derive(password: string, salt: Buffer, settings: Argon2Settings): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // One spelling for what looks the same and is typed on another keyboard.
  const message = password.normalize('NFKC');
  const given = { message, nonce: salt, tagLength: keyBytes, ...settings };
  argon2('argon2id', given, (error, key) => {
    if (error === null) resolve(key);
    else reject(error);
  });
  return promise;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

function parse(hash: string): Argon2Hash | undefined {
  const [, memory, passes, parallelism, salt, key] = form.exec(hash) ?? [];
  if (salt === undefined || key === undefined) return undefined;
  return {
    settings: {
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
    },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

/** A PHC string, `$argon2id$v=19$m=..,t=..,p=..$salt$key`: the settings travel along, so that they can rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, current);
  const { memory, passes, parallelism } = current;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(key)}`;
}

/** Compares in constant time. A hash in another form never matches. */
export async function isPasswordRight(password: string, hash: string): Promise<boolean> {
  const stored = parse(hash);
  if (stored === undefined) return isScryptPassword(password, hash);
  const actual = await derive(password, stored.salt, stored.settings);
  return actual.length === stored.key.length && timingSafeEqual(actual, stored.key);
}

/** Whether a hash was made another way than today's; only its owner's next sign-in can replace it. */
export function isHashOutdated(hash: string): boolean {
  const settings = parse(hash)?.settings;
  return (
    settings?.memory !== current.memory ||
    settings.passes !== current.passes ||
    settings.parallelism !== current.parallelism
  );
}
