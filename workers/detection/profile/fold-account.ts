import { segments, type AccountRecord } from '../../../services/contracts/account.ts';
import { hashString32 } from '../sketches/hash.ts';
import type { IdentityName, Profile } from './profile.ts';

const identityFields = {
  org: 'org_id',
  payment: 'payment_fingerprint',
  signupNetwork: 'signup_ip',
  emailDomain: 'email_domain',
  phone: 'phone_hash',
} as const satisfies Record<IdentityName, keyof AccountRecord>;

/** Notes what the provider knows of the account. A later record replaces the fields that it names. */
export function foldAccount(profile: Profile, account: AccountRecord): void {
  for (const name of Object.keys(identityFields) as IdentityName[]) {
    const value = account[identityFields[name]];
    if (typeof value === 'string') profile.identity[name] = hashString32(value) || 1;
  }
  if (account.created_at !== undefined) profile.createdAt = Date.parse(account.created_at);
  if (account.segment !== undefined) profile.segment = segments.indexOf(account.segment) + 1;
  if (account.verified !== undefined) profile.isVerified = account.verified;
}
