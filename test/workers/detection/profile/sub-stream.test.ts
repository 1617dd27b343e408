import fc from 'fast-check';
import t from 'tap';
import type { Message } from '../../../../services/contracts/usage-event.ts';
import { foldEvent } from '../../../../workers/detection/profile/fold-event.ts';
import { createProfile, type Profile } from '../../../../workers/detection/profile/profile.ts';
import {
  createSubStream,
  encodeSubStream,
  mergeSubStreams,
  noSystemPrompt,
  subStreamLimit,
  subStreamOf,
  type SubStream,
} from '../../../../workers/detection/profile/sub-stream.ts';
import { assessProfile } from '../../../../workers/detection/scoring/assess-profile.ts';
import { alone } from '../../../../workers/detection/scoring/define-detector.ts';
import { createByteWriter } from '../../../../workers/detection/sketches/byte-writer.ts';
import { hashString32 } from '../../../../workers/detection/sketches/hash.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { eventsOf, hostilePlans } from '../../../arbitraries/hostile-accounts.ts';
import { bankOf, firstTickAt, questionsOf } from '../campaigns/traffic.ts';

const detection = await loadDetection();

interface Request {
  readonly system?: string | undefined;
  readonly messages: readonly Message[];
  readonly outputTokens: number;
}

function profileOf(requests: readonly Request[]): Profile {
  const profile = createProfile();
  requests.forEach(({ system, messages, outputTokens }, index) => {
    const occurredAt = firstTickAt + index * 400_000;
    const head: Message[] = system === undefined ? [] : [{ role: 'system', content: system }];
    const event = {
      event_id: `event-${index}`,
      occurred_at: new Date(occurredAt).toISOString(),
      account_id: 'acct-a',
      model: 'large-2',
      usage: { input_tokens: 40, output_tokens: outputTokens },
      messages: [...head, ...messages],
    };
    foldEvent(profile, event, occurredAt);
  });
  return profile;
}

function asked(prompts: readonly string[], system?: string): Request[] {
  return prompts.map((content, index) => ({
    system,
    messages: [{ role: 'user', content }],
    outputTokens: [5, 40, 200, 900][index % 4] ?? 5,
  }));
}

/** People who ask, are answered and ask on, three times of four. */
function chats(count: number, system?: string): Request[] {
  return questionsOf(9, count).map((content, index) => {
    const before: Message[] = [
      { role: 'user', content: 'hello' },
      { role: 'assistant', content: 'hello to you' },
    ];
    const messages: Message[] = [...(index % 4 === 0 ? [] : before), { role: 'user', content }];
    return { system, messages, outputTokens: 60 + (index % 90) };
  });
}

/** One of the harvest after each few of the chats. */
function mixed(harvest: readonly Request[], cover: readonly Request[]): Request[] {
  const each = Math.floor(cover.length / harvest.length);
  return harvest.flatMap((request, index) => [
    ...cover.slice(index * each, (index + 1) * each),
    request,
  ]);
}

function scoreOf(profile: Profile): number {
  return assessProfile(profile, detection, () => alone).score;
}

t.test('a harvest beside a chat stands out by its client, and is lost without', async (t) => {
  const desk = 'Answer as the northern desk does, in full, with nothing before it.';
  const bank = bankOf(5, 0, 150);
  const apart = profileOf(mixed(asked(bank, desk), chats(600, 'You are a friendly companion.')));
  const together = profileOf(mixed(asked(bank, desk), chats(600, desk)));
  t.equal(apart.subStreams.length, 2);
  const { score, reasons } = assessProfile(apart, detection, () => alone);
  t.ok(score >= detection.scoring.review, `${score} nats`);
  t.ok(reasons.some(({ detector }) => detector === 'mixed-traffic'));
  t.ok(scoreOf(together) < 0, `${scoreOf(together)} nats under one system prompt`);
  t.ok(scoreOf(profileOf(chats(600))) < 0);
});

t.test('an account of one client keeps no sub-stream', async (t) => {
  const [one] = profileOf(asked(bankOf(1, 0, 30), 'One.')).subStreams;
  t.equal(one, undefined);
  t.same(profileOf(asked(bankOf(1, 0, 30))).subStreams, []);
  const two = profileOf([...asked(bankOf(1, 0, 30)), ...asked(bankOf(1, 30, 5), 'Two.')]);
  t.same(
    two.subStreams.map(({ key, counters }) => [key, counters.requests]),
    [[hashString32('Two.'), 5]],
    'from the second client on, so that the first thirty are counted in the account alone',
  );
  t.equal(two.counters.requests, 35);
});

const keys = fc.array(fc.integer({ min: noSystemPrompt, max: 12 }), {
  maxLength: 200,
  size: 'max',
});

t.test('a client of more than a fourth of the requests is among the four kept', async () => {
  fc.assert(
    fc.property(keys, (list) => {
      const streams: SubStream[] = [];
      for (const key of list) subStreamOf(streams, key).counters.requests++;
      const uses = Map.groupBy(list, (key) => key);
      const counted = streams.reduce((sum, { inherited, counters }) => {
        return sum + inherited + counters.requests;
      }, 0);
      return (
        streams.length <= subStreamLimit &&
        counted === list.length &&
        streams.every(({ key, inherited, counters }) => {
          const exact = uses.get(key)?.length ?? 0;
          return counters.requests <= exact && exact <= counters.requests + inherited;
        }) &&
        [...uses].every(
          ([key, { length }]) =>
            length <= list.length / subStreamLimit || streams.some((stream) => stream.key === key),
        )
      );
    }),
  );
});

function bytesOf(streams: readonly SubStream[]): string {
  const writer = createByteWriter();
  for (const stream of streams) encodeSubStream(writer, stream);
  return Buffer.from(writer.finish()).toString('hex');
}

const busy = hostilePlans.map((plan) => {
  const profile = createProfile();
  const events = eventsOf({ ...plan, events: 120, messageCharacters: 60, tools: 0 });
  for (const event of events) foldEvent(profile, event, Date.parse(event.occurred_at));
  return profile.subStreams;
});

t.test('sub-streams merged in any order are the same four, each at most 1 KB', async () => {
  const parts = fc
    .array(busy, { minLength: 1, maxLength: 5 })
    .chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
  fc.assert(
    fc.property(parts, ([list, shuffled]) => {
      const merged = mergeSubStreams(list);
      const isBounded = merged.every((stream) => bytesOf([stream]).length / 2 <= 1024);
      const isSame = bytesOf(merged) === bytesOf(mergeSubStreams(shuffled));
      return isSame && isBounded && merged.length <= subStreamLimit;
    }),
    { numRuns: 30, endOnFailure: true },
  );
});

t.test('merging counts the requests of one client together', async (t) => {
  const stream = (key: number, requests: number) => {
    const made = createSubStream(key, key);
    made.counters.requests = requests;
    return made;
  };
  const merged = mergeSubStreams([[stream(2, 5), stream(3, 1)], [stream(2, 4)]]);
  t.same(
    merged.map(({ key, inherited, counters }) => [key, inherited, counters.requests]),
    [
      [2, 4, 9],
      [3, 3, 1],
    ],
  );
});
