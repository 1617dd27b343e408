import { listDigestPage, type StoredDigest } from '../storage/account-digests.ts';
import type { Pool } from '../storage/pool.ts';
import { readDigest } from '../../workers/detection/campaigns/digest-codec.ts';
import { decodeProfile } from '../../workers/detection/profile/profile-codec.ts';

/** What a share is a share of: everybody that the detection knows. */
export interface Traffic {
  readonly accounts: number;
  readonly requests: number;
}

const pageSize = 256;

function requestsOf({ bytes }: StoredDigest): number {
  return decodeProfile(readDigest(bytes).profileBytes).counters.requests;
}

export async function readTraffic(pool: Pool): Promise<Traffic> {
  let accounts = 0;
  let requests = 0;
  let page: StoredDigest[] = [];
  do {
    const afterAccountId = page.at(-1)?.accountId ?? '';
    page = await listDigestPage(pool, { afterAccountId, limit: pageSize });
    accounts += page.length;
    for (const digest of page) requests += requestsOf(digest);
  } while (page.length === pageSize);
  return { accounts, requests };
}
