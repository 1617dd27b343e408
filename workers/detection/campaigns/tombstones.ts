import { readDigest } from './digest-codec.ts';

/** A trait of an account that was suspended, kept to know its successor by. */
export interface Tombstone {
  readonly trait: string;
  /** The account that carried it. */
  readonly accountId: string;
  /** Ms: it counts from here until `tombstoneMs` later. */
  readonly setAt: number;
}

/** A replacement comes within days (signals.md S19); after a month whoever holds the address is somebody else. */
export const tombstoneMs = 30 * 86_400_000;

/** The traits of suspended accounts. A pure function of the tombstones that it holds, whatever the order they came in. */
export interface TombstoneIndex {
  /** The later of two of one trait and account stands. */
  put(tombstone: Tombstone): void;
  /** Forgets what it holds for these: a suspension that was lifted leaves no mark. */
  replace(tombstones: readonly Tombstone[]): void;
  /** Whether an account other than these carried the trait and was suspended within the month before `at` (ms). */
  isMarked(trait: string, accountIds: readonly string[], at: number): boolean;
}

export function createTombstoneIndex(): TombstoneIndex {
  const byTrait = new Map<string, Map<string, number>>();
  const put = ({ trait, accountId, setAt }: Tombstone) => {
    const held = byTrait.get(trait) ?? new Map<string, number>();
    held.set(accountId, Math.max(setAt, held.get(accountId) ?? 0));
    byTrait.set(trait, held);
  };
  return {
    put,
    replace: (tombstones) => {
      byTrait.clear();
      tombstones.forEach(put);
    },
    isMarked: (trait, accountIds, at) =>
      [...(byTrait.get(trait) ?? [])].some(
        ([accountId, setAt]) =>
          setAt <= at &&
          at < setAt + tombstoneMs &&
          accountIds.some((candidate) => candidate !== accountId),
      ),
  };
}

/** The tombstones to set when an account is suspended at `setAt` (ms): one for each trait of its newest digest. */
export function tombstonesOf(
  digest: { readonly accountId: string; readonly bytes: Uint8Array },
  setAt: number,
): Tombstone[] {
  const { traits } = readDigest(digest.bytes);
  return traits.map((trait) => ({ trait, accountId: digest.accountId, setAt }));
}
