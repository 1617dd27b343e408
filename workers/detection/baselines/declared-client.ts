import { segments, type AccountRecord } from '../../../services/contracts/account.ts';
import type { ClientClass, DeclaredClient } from '../../../services/contracts/baseline.ts';
import type { Profile } from '../profile/profile.ts';

type Segment = NonNullable<AccountRecord['segment']>;

/** Shapes that a declared segment explains; null for those that say nothing about shape. */
const explained: Readonly<Record<Segment, readonly ClientClass[] | null>> = {
  chat_product: ['chat', 'standalone', 'product', 'gateway'],
  rag: ['product', 'gateway', 'evaluation'],
  batch: ['batch', 'product', 'evaluation'],
  evaluation: ['evaluation', 'batch', 'product'],
  coding_agent: ['agent', 'chat'],
  education: ['chat', 'standalone', 'product'],
  gateway: ['gateway'],
  research: null,
  other: null,
};

/** These shapes speak for no kind of client, so they contradict none. */
const indistinct: ReadonlySet<ClientClass> = new Set(['mixed', 'unreadable']);

/** What the provider has declared of an account, held against the class that its requests show. */
export function declaredClientOf(
  { segment, isVerified }: Pick<Profile, 'segment' | 'isVerified'>,
  inferred: ClientClass,
): DeclaredClient {
  const declared = segments[segment - 1] ?? null;
  const shapes = declared === null ? null : explained[declared];
  const isExplained = shapes === null || indistinct.has(inferred) || shapes.includes(inferred);
  return { segment: declared, verified: isVerified, contradicted: !isExplained };
}
