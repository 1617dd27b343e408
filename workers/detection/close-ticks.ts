import { assessAccount } from './assess-account.ts';
import { encodeDigest } from './campaigns/digest-codec.ts';
import { leaningOf } from './scoring/leaning.ts';
import { assessmentTickMs, digestTickMs, type Held, type HeldAccount } from './engine-state.ts';

/** A digest is worth sending when the account has grown by a quarter since the last one. */
const digestShift = 2;
/** Fewer requests than this link nobody. */
const fewestDigested = 4;

/** The end of the digest tick that contains `at` (ms). */
export function digestTickEnd(at: number): number {
  return (Math.floor(at / digestTickMs) + 1) * digestTickMs;
}

/** Moves the clock of the partition to `at` (ms) and closes the ticks that end before it. A late event moves nothing. */
export function advanceTo(held: Held, at: number): void {
  if (at <= held.watermarkAt) return;
  if (Math.floor(at / assessmentTickMs) > Math.floor(held.watermarkAt / assessmentTickMs)) {
    closeAssessmentTick(held);
    if (at >= digestTickEnd(held.watermarkAt)) closeDigestTick(held);
  }
  held.watermarkAt = at;
}

export function closeAssessmentTick({
  unassessed,
  accounts,
  pending,
  watermarkAt,
  detection,
}: Held): void {
  const tickAt = (Math.floor(watermarkAt / assessmentTickMs) + 1) * assessmentTickMs;
  for (const account of inOrder(unassessed)) {
    const result = assessAccount(account, tickAt, detection);
    if (result === null) continue;
    accounts.touched.add(account);
    pending.findings.push(...result.findings);
    pending.shadow.push(...result.shadow);
  }
  unassessed.clear();
}

export function closeDigestTick(held: Held): void {
  const { undigested, accounts, pending, watermarkAt, detection } = held;
  const tickAt = digestTickEnd(watermarkAt);
  for (const accountId of [...undigested].toSorted()) {
    const account = accounts.byId.get(accountId);
    if (account === undefined || !isWorthDigest(account)) continue;
    account.profile.digestedRequests = inWindow(account);
    accounts.touched.add(account);
    const bytes = encodeDigest(account.profile, leaningOf(account.profile, detection));
    pending.digests.push({ accountId, tickAt, bytes });
  }
  undigested.clear();
  pending.isDirtyReset = true;
  pending.dirtyAdded.clear();
}

function inWindow({ profile: { counters } }: HeldAccount): number {
  return counters.requests - counters.outOfWindow;
}

function isWorthDigest(account: HeldAccount): boolean {
  const { profile } = account;
  const requests = inWindow(account);
  const news = Math.max(1, profile.digestedRequests >> digestShift);
  return requests >= Math.max(fewestDigested, profile.digestedRequests + news);
}

/** By account id, so that the order of findings does not depend on which account was loaded first. */
function inOrder(accounts: ReadonlySet<HeldAccount>): HeldAccount[] {
  return [...accounts].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
}
