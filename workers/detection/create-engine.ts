import type { AccountRecord } from '../../services/contracts/account.ts';
import type { UsageEvent } from '../../services/contracts/usage-event.ts';
import { advanceTo, closeAssessmentTick, closeDigestTick } from './close-ticks.ts';
import type { EngineEffects, EngineState, PartitionEngine } from './engine.ts';
import { emptyPending, type Held, type HeldAccount } from './engine-state.ts';
import {
  createHeldAccounts,
  evictAccounts,
  getAccount,
  loadAccount,
  takeTouched,
} from './held-accounts.ts';
import { foldAccount } from './profile/fold-account.ts';
import { foldEvent, isInWindow } from './profile/fold-event.ts';
import type { Detection } from './scoring/settings.ts';

/** A sender whose clock is ahead by more than this does not carry the partition's clock along, or no tick would close until the others caught up. */
const fastClockMs = 300_000;

/** Builds the engine of one partition, empty or as its last owner left it; then `load` every dirty account before any record. */
export function createEngine(detection: Detection, state?: EngineState): PartitionEngine {
  const held: Held = {
    detection,
    accounts: createHeldAccounts(),
    unassessed: new Set(),
    undigested: new Set(state?.dirtyAccountIds),
    watermarkAt: state?.watermarkAt ?? 0,
    pending: emptyPending(),
  };
  const { accounts } = held;
  return {
    isLoaded: (accountId) => accounts.byId.has(accountId),
    load: (accountId, bytes) => {
      const account = loadAccount(accounts, accountId, bytes);
      // A new owner cannot know which of these its predecessor had assessed; assessing one twice changes nothing.
      if (held.undigested.has(accountId)) held.unassessed.add(account);
    },
    applyEvent: (event, referenceAt) => {
      applyEvent(held, event, referenceAt);
    },
    applyAccount: (record) => {
      applyAccount(held, record);
    },
    flush: () => {
      closeAssessmentTick(held);
      closeDigestTick(held);
    },
    drain: () => drain(held),
    evictTo: (bytes) => {
      evictAccounts(
        accounts,
        bytes,
        (account) => !held.unassessed.has(account) && !held.undigested.has(account.accountId),
      );
    },
    scores: () => Array.from(accounts.byId.values(), standingOf),
  };
}

function standingOf({ accountId, score, profile: { level } }: HeldAccount) {
  return { accountId, score, level };
}

function applyAccount({ accounts, pending }: Held, record: AccountRecord): void {
  const account = getAccount(accounts, record.account_id);
  foldAccount(account.profile, record);
  accounts.touched.add(account);
  pending.accounts.push(record);
}

function applyEvent(held: Held, event: UsageEvent, referenceAt: number): void {
  const { accounts, undigested, pending } = held;
  const account = getAccount(accounts, event.account_id);
  const occurredAt = Date.parse(event.occurred_at);
  if (!isInWindow(occurredAt, referenceAt)) {
    account.profile.counters.requests++;
    account.profile.counters.outOfWindow++;
    accounts.touched.add(account);
    return;
  }
  advanceTo(held, Math.min(occurredAt, referenceAt + fastClockMs));
  foldEvent(account.profile, event, occurredAt);
  accounts.touched.add(account);
  held.unassessed.add(account);
  if (undigested.has(event.account_id)) return;
  undigested.add(event.account_id);
  pending.dirtyAdded.add(event.account_id);
}

function drain(held: Held): EngineEffects {
  const { findings, shadow, digests, accounts, isDirtyReset, dirtyAdded } = held.pending;
  held.pending = emptyPending();
  return {
    findings,
    shadow,
    digests,
    accounts,
    profiles: takeTouched(held.accounts),
    dirty: { isReset: isDirtyReset, added: [...dirtyAdded] },
    watermarkAt: held.watermarkAt,
  };
}
