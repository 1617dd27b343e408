import type { AccountRecord } from '../../services/contracts/account.ts';
import type { Finding } from '../../services/contracts/finding.ts';
import { assessAccount } from './assess-account.ts';
import { encodeDigest } from './campaigns/digest-codec.ts';
import type { AccountDigest, EngineState, PartitionEngine } from './engine.ts';
import { assessmentTickMs, digestTickEnd, type HeldAccount } from './engine-state.ts';
import { foldAccount } from './profile/fold-account.ts';
import { foldEvent, isInWindow } from './profile/fold-event.ts';
import { createProfile } from './profile/profile.ts';
import { decodeProfile, encodeProfile } from './profile/profile-codec.ts';
import type { Detection } from './scoring/settings.ts';

/** A digest is worth sending when the account has grown by a quarter since the last one. */
const digestShift = 2;
/** Fewer requests than this link nobody. */
const fewestDigested = 4;

interface Pending {
  findings: Finding[];
  digests: AccountDigest[];
  accounts: AccountRecord[];
  touched: Set<HeldAccount>;
  isDirtyReset: boolean;
  dirtyAdded: Set<string>;
}

/** Builds the engine of one partition, empty or as its last owner left it; then `load` every dirty account before any record. */
export function createEngine(detection: Detection, state?: EngineState): PartitionEngine {
  const held = new Map<string, HeldAccount>();
  const unassessed = new Set<HeldAccount>();
  const undigested = new Set<string>(state?.dirtyAccountIds);
  let watermarkAt = state?.watermarkAt ?? 0;
  let heldBytes = 0;
  let pending = emptyPending();

  const get = (accountId: string): HeldAccount => {
    const account = held.get(accountId);
    if (account === undefined) throw new RangeError('an account must be loaded before its records');
    return account;
  };

  const weigh = (account: HeldAccount, encodedBytes: number): void => {
    heldBytes -= account.bytes;
    account.bytes = memoryOf(encodedBytes);
    heldBytes += account.bytes;
  };

  const touch = (account: HeldAccount): void => {
    account.isTouched = true;
    pending.touched.add(account);
  };

  const closeAssessmentTick = (): void => {
    const tickAt = (Math.floor(watermarkAt / assessmentTickMs) + 1) * assessmentTickMs;
    for (const account of inOrder(unassessed)) {
      const findings = assessAccount(account, tickAt, detection);
      if (account.isTouched) touch(account);
      pending.findings.push(...findings);
    }
    unassessed.clear();
  };

  const closeDigestTick = (): void => {
    const tickAt = digestTickEnd(watermarkAt);
    for (const accountId of [...undigested].toSorted()) {
      const account = held.get(accountId);
      if (account !== undefined) digest(account, tickAt);
    }
    undigested.clear();
    pending.isDirtyReset = true;
    pending.dirtyAdded.clear();
  };

  const digest = (account: HeldAccount, tickAt: number): void => {
    const { profile, accountId } = account;
    const { requests } = profile.counters;
    const news = Math.max(1, profile.digestedRequests >> digestShift);
    if (requests < Math.max(fewestDigested, profile.digestedRequests + news)) return;
    profile.digestedRequests = requests;
    touch(account);
    pending.digests.push({ accountId, tickAt, bytes: encodeDigest(profile) });
  };

  const advanceTo = (at: number): void => {
    if (at <= watermarkAt) return;
    if (Math.floor(at / assessmentTickMs) > Math.floor(watermarkAt / assessmentTickMs)) {
      closeAssessmentTick();
      if (at >= digestTickEnd(watermarkAt)) closeDigestTick();
    }
    watermarkAt = at;
  };

  return {
    isLoaded: (accountId) => held.has(accountId),
    load: (accountId, bytes) => {
      const profile = bytes === null ? createProfile() : decodeProfile(bytes);
      const account: HeldAccount = { accountId, profile, isTouched: false, score: 0, bytes: 0 };
      weigh(account, bytes?.length ?? 0);
      held.set(accountId, account);
      // A new owner cannot know which of these its predecessor had assessed; assessing one twice changes nothing.
      if (undigested.has(accountId)) unassessed.add(account);
    },
    applyEvent: (event, referenceAt) => {
      const account = get(event.account_id);
      const occurredAt = Date.parse(event.occurred_at);
      if (!isInWindow(occurredAt, referenceAt)) {
        account.profile.counters.requests++;
        account.profile.counters.outOfWindow++;
        touch(account);
        return;
      }
      advanceTo(occurredAt);
      foldEvent(account.profile, event, occurredAt);
      touch(account);
      unassessed.add(account);
      if (undigested.has(event.account_id)) return;
      undigested.add(event.account_id);
      pending.dirtyAdded.add(event.account_id);
    },
    applyAccount: (record) => {
      const account = get(record.account_id);
      foldAccount(account.profile, record);
      touch(account);
      pending.accounts.push(record);
    },
    flush: () => {
      closeAssessmentTick();
      closeDigestTick();
    },
    drain: () => {
      const { findings, digests, accounts, touched, isDirtyReset, dirtyAdded } = pending;
      pending = emptyPending();
      const profiles = [...touched].map((account) => {
        account.isTouched = false;
        const bytes = encodeProfile(account.profile);
        weigh(account, bytes.length);
        // Most recently used last: a Map keeps the order of insertion.
        held.delete(account.accountId);
        held.set(account.accountId, account);
        return [account.accountId, bytes] as const;
      });
      const dirty = { isReset: isDirtyReset, added: [...dirtyAdded] };
      return { findings, digests, profiles, accounts, dirty, watermarkAt };
    },
    evictTo: (bytes) => {
      for (const account of held.values()) {
        if (heldBytes <= bytes) return;
        // What still has to be assessed or digested stays: the bound is on what is not in use.
        if (account.isTouched || unassessed.has(account) || undigested.has(account.accountId))
          continue;
        held.delete(account.accountId);
        heldBytes -= account.bytes;
      }
    },
    scores: () =>
      [...held.values()].map(({ accountId, score, profile }) => ({
        accountId,
        score,
        level: profile.level,
      })),
  };
}

function emptyPending(): Pending {
  return {
    findings: [],
    digests: [],
    accounts: [],
    touched: new Set(),
    isDirtyReset: false,
    dirtyAdded: new Set(),
  };
}

/** By account id, so that the order of findings does not depend on which account was loaded first. */
function inOrder(accounts: ReadonlySet<HeldAccount>): HeldAccount[] {
  return [...accounts].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}

/** Bytes of memory of a profile that takes `encodedBytes` when stored: objects and slack, measured over the heap. */
function memoryOf(encodedBytes: number): number {
  return 6_000 + 4 * encodedBytes;
}
