import fc from 'fast-check';
import { segments, type AccountRecord } from '../../services/contracts/account.ts';

/** Valid account records; fields are missing as often as they are in the field. */
export function accountRecords(accountIds: readonly string[]): fc.Arbitrary<AccountRecord> {
  return fc.record(
    {
      account_id: fc.constantFrom(...accountIds),
      created_at: fc
        .date({ min: new Date('2015-01-01'), max: new Date('2026-06-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      org_id: fc.constantFrom('org-1', 'org-2'),
      plan: fc.constantFrom('free', 'pro'),
      segment: fc.constantFrom(...segments),
      signup_ip: fc.ipV4(),
      email_domain: fc.domain(),
      payment_fingerprint: fc.constantFrom('pay-1', 'pay-2', 'pay-3'),
      phone_hash: fc.constantFrom('phone-1', 'phone-2'),
      verified: fc.boolean(),
    },
    { requiredKeys: ['account_id'] },
  );
}
