import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import { AppError } from '../errors.ts';
import { partitionOf } from '../queue/partition-of.ts';
import { readProfiles } from '../queue/partition-store.ts';
import type { Redis } from '../queue/redis-connection.ts';
import { findAccount, type StoredAccount } from '../storage/accounts.ts';
import { listAlerts, type ListedAlert } from '../storage/alert-list.ts';
import {
  findCampaign,
  findCampaignHead,
  listMemberships,
  type CampaignDetail,
  type CampaignHead,
  type Membership,
} from '../storage/campaign-list.ts';
import { listDecisions } from '../storage/decision-list.ts';
import type { Decision } from '../storage/decisions.ts';
import { describeProfile, type ProfileNumbers } from './profile-numbers.ts';

interface ReviewStoreOptions {
  readonly pool: Pool;
  readonly redis: Redis;
  readonly partitions: number;
  readonly log: FastifyBaseLogger;
}

export interface AccountView {
  readonly accountId: string;
  readonly record: StoredAccount | undefined;
  readonly profile: ProfileNumbers | null;
  readonly alerts: readonly ListedAlert[];
  readonly memberships: readonly Membership[];
  readonly decisions: readonly Decision[];
}

/** What several routes read together. Throws not_found. */
export interface ReviewStore {
  getAccount(accountId: string): Promise<AccountView>;
  getCampaign(campaignId: string): Promise<CampaignDetail>;
  /** Without its members, which may be many. */
  getCampaignHead(campaignId: string): Promise<CampaignHead>;
}

function orNoCampaign<Found>(campaign: Found | undefined): Found {
  if (campaign === undefined) throw new AppError('not_found', 'There is no such campaign.');
  return campaign;
}

const shownAlerts = 100;
const shownDecisions = 100;

export function createReviewStore(options: ReviewStoreOptions): ReviewStore {
  const { pool, redis, partitions, log } = options;

  const readProfile = async (accountId: string): Promise<ProfileNumbers | null> => {
    try {
      const [bytes] = await readProfiles(redis, partitionOf(accountId, partitions), [accountId]);
      return bytes ? describeProfile(bytes) : null;
    } catch (error) {
      // The evidence stands in Postgres; a queue that is away must not hide it.
      log.warn({ err: error }, 'a profile cannot be read');
      return null;
    }
  };
  return {
    getAccount: async (accountId) => {
      const [record, profile, alerts, memberships, decisions] = await Promise.all([
        findAccount(pool, accountId),
        readProfile(accountId),
        listAlerts(pool, { accountId }, { limit: shownAlerts }),
        listMemberships(pool, accountId),
        listDecisions(pool, { accountId }, { limit: shownDecisions }),
      ]);
      const isKnown =
        record !== undefined ||
        profile !== null ||
        alerts.items.length > 0 ||
        memberships.length > 0;
      if (!isKnown) throw new AppError('not_found', 'No such account was seen.');
      return {
        ...{ accountId, record, profile, memberships },
        ...{ alerts: alerts.items, decisions: decisions.items },
      };
    },
    getCampaign: async (campaignId) => orNoCampaign(await findCampaign(pool, campaignId)),
    getCampaignHead: async (campaignId) => orNoCampaign(await findCampaignHead(pool, campaignId)),
  };
}
