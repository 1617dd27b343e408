import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import { insertAuditEntry } from '../storage/audit-entries.ts';
import { countAttempt, forgetAttempts, takeAttemptBack } from '../storage/sign-in-attempts.ts';
import { networkOf } from './network-of.ts';

/** Who tries: an address in lower case, and from where. */
export interface Trying {
  readonly address: string;
  readonly ip: string;
}

export interface SignInThrottle {
  /** Counts a try before it is made. Throws rate_limited. */
  count(who: Trying): Promise<void>;
  noteSuccess(who: Trying): Promise<void>;
}

interface Subject {
  readonly kind: 'address' | 'network';
  readonly name: string;
  /** Failures in a window; from the next on every try is turned down unseen. */
  readonly most: number;
}

const windowSeconds = 300;
const mostOfAddress = 10;
// An office shares one network, and so does whoever tries one password at many addresses.
const mostOfNetwork = 50;

function subjectsOf({ address, ip }: Trying): readonly [network: Subject, address: Subject] {
  return [
    { kind: 'network', name: networkOf(ip), most: mostOfNetwork },
    { kind: 'address', name: address, most: mostOfAddress },
  ];
}

/** What the audit trail names an address or a network by, since neither can be erased from it. */
export function hashName(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

function tooMany(secondsLeft: number): AppError {
  const minutes = Math.ceil(secondsLeft / 60);
  const message = `Too many attempts; try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
  return new AppError('rate_limited', message, { retryAfterSeconds: secondsLeft, retryable: true });
}

async function countOne(pool: Pool, { kind, name, most }: Subject): Promise<void> {
  const { attempts, secondsLeft } = await countAttempt(pool, `${kind}:${name}`, windowSeconds);
  if (attempts <= most) return;
  // Once a window: whoever goes on trying must not fill the trail.
  if (attempts === most + 1) {
    const subject = { subjectKind: `sign_in_${kind}`, subjectId: hashName(name) };
    await insertAuditEntry(pool, { actor: 'system', action: 'sign_in_blocked', ...subject });
  }
  throw tooMany(secondsLeft);
}

/**
 * Counts failed sign-ins by address and by network, in Postgres, so that passwords cannot be tried by the thousand
 * whichever process is asked.
 */
export function createSignInThrottle(pool: Pool): SignInThrottle {
  return {
    count: async (who) => {
      for (const subject of subjectsOf(who)) await countOne(pool, subject);
    },
    noteSuccess: async (who) => {
      const [network, address] = subjectsOf(who);
      await takeAttemptBack(pool, `network:${network.name}`);
      await forgetAttempts(pool, `address:${address.name}`);
    },
  };
}
