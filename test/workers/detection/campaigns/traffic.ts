import type { UsageEvent } from '../../../../services/contracts/usage-event.ts';
import { below, createRandom, pick, type Random } from '../../../../services/simulate/random.ts';
import { encodeDigest } from '../../../../workers/detection/campaigns/digest-codec.ts';
import type { AccountDigest } from '../../../../workers/detection/engine.ts';
import { foldAccount } from '../../../../workers/detection/profile/fold-account.ts';
import { foldEvent } from '../../../../workers/detection/profile/fold-event.ts';
import { leaningOf } from '../../../../workers/detection/scoring/leaning.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { createProfile, type Profile } from '../../../../workers/detection/profile/profile.ts';

const shipped = await loadDetection();

/** The first digest tick, in ms. */
export const firstTickAt = Date.UTC(2026, 4, 4, 1);
export const tickMs = 3_600_000;

/** What one account sends, and what is known of it. */
export interface Traffic {
  readonly accountId: string;
  readonly prompts: readonly string[];
  readonly system?: string;
  readonly ip?: string;
  readonly fingerprint?: string;
  readonly org?: string;
  readonly payment?: string;
  /** When, in ms after the first request could be sent; every twenty seconds where not said. */
  readonly times?: readonly number[];
  /** Answer sizes, over and over. */
  readonly outputTokens?: readonly number[];
}

export function profileOf(traffic: Traffic): Profile {
  const profile = createProfile();
  foldAccount(profile, {
    account_id: traffic.accountId,
    ...(traffic.org === undefined ? {} : { org_id: traffic.org }),
    ...(traffic.payment === undefined ? {} : { payment_fingerprint: traffic.payment }),
  });
  const startAt = firstTickAt - tickMs;
  traffic.prompts.forEach((prompt, index) => {
    const occurredAt = startAt + (traffic.times?.[index] ?? index * 20_000);
    foldEvent(profile, eventOf(traffic, prompt, { index, occurredAt }), occurredAt);
  });
  return profile;
}

export function digestOf(traffic: Traffic, tickAt = firstTickAt): AccountDigest {
  return { accountId: traffic.accountId, tickAt, bytes: digestBytesOf(profileOf(traffic)) };
}

function digestBytesOf(profile: Profile): Uint8Array {
  return encodeDigest(profile, leaningOf(profile, shipped));
}

function eventOf(
  { accountId, system, ip, fingerprint, outputTokens = [5, 40, 200, 900] }: Traffic,
  prompt: string,
  { index, occurredAt }: { readonly index: number; readonly occurredAt: number },
): UsageEvent {
  return {
    event_id: `${accountId}-${index}`,
    occurred_at: new Date(occurredAt).toISOString(),
    account_id: accountId,
    model: 'large-2',
    client: { ip, tls_fingerprint: fingerprint },
    usage: {
      input_tokens: prompt.length >> 2,
      output_tokens: outputTokens[index % outputTokens.length],
    },
    messages: [
      ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user', content: prompt },
    ],
  };
}

const verbs = [
  'Describe',
  'Compare',
  'Rewrite',
  'Classify',
  'Summarise',
  'Invent',
  'Translate',
  'List',
];
const things = [
  'lantern',
  'harbour',
  'recipe',
  'proverb',
  'ledger',
  'orchard',
  'violin',
  'glacier',
];
const syllables = [
  'ka',
  'lom',
  'ver',
  'shi',
  'dun',
  'pel',
  'tra',
  'mio',
  'gars',
  'wen',
  'zub',
  'fro',
];

/** Tasks `from` to `from + count` of a bank without end: alike in size, no two the same, ever new words. */
export function bankOf(seed: number, from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed, from + index);
    const [one, two, three] = [inventWord(random), inventWord(random), inventWord(random)];
    return `${pick(random, verbs)} the ${one} ${pick(random, things)} of ${two} with its ${three}.`;
  });
}

/** Tasks in words that nobody else uses: each account of its own matters. */
export function ownTasksOf(account: number, count: number): string[] {
  const letters = (number: number) =>
    String(number).replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '');
  return Array.from({ length: count }, (_, index) => {
    const word = `${letters(account)}a${letters(index)}`;
    return `${word}o ${word}e ${word}i ${word}u.`;
  });
}

/** What one person asks, of any length: a word or a page. */
export function questionsOf(seed: number, count: number): string[] {
  const random = createRandom(seed, 99);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 1 + below(random, 4) ** 3 }, () => pick(random, things));
    return `how about ${words.join(' ')} ${below(random, 100)}?`;
  });
}

/** Two hundred customers with prompts, networks and questions of their own, or with what many share. */
export function ordinaryAccounts(count = 200): Traffic[] {
  return Array.from({ length: count }, (_, index) => ({
    accountId: `plain-${String(index).padStart(3, '0')}`,
    prompts: questionsOf(index, 8 + (index % 9)),
    system: index % 3 === 0 ? 'You are a helpful assistant.' : `I keep shop number ${index}.`,
    ip: `10.${index >> 4}.${index}.7`,
    fingerprint: `client-${index % 5}`,
    outputTokens: [60, 90, 150],
  }));
}

function inventWord(random: Random): string {
  return pick(random, syllables) + pick(random, syllables) + pick(random, syllables);
}
