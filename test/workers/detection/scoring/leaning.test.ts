import t from 'tap';
import { foldEvent } from '../../../../workers/detection/profile/fold-event.ts';
import { createProfile } from '../../../../workers/detection/profile/profile.ts';
import { assessProfile } from '../../../../workers/detection/scoring/assess-profile.ts';
import { alone } from '../../../../workers/detection/scoring/define-detector.ts';
import { leaningOf } from '../../../../workers/detection/scoring/leaning.ts';
import { loadDetection } from '../../../../workers/load-detection.ts';
import { bankOf, firstTickAt, profileOf, questionsOf } from '../campaigns/traffic.ts';

const detection = await loadDetection();
const leaningFrom = (prompts: readonly string[]) =>
  leaningOf(profileOf({ accountId: 'a', prompts }), detection);

t.test('a few requests lean the way that more of them will be judged', async (t) => {
  const young = profileOf({ accountId: 'a', prompts: bankOf(5, 0, 24) });
  const { score } = assessProfile(young, detection, () => alone);
  t.ok(score < 1, `${score} nats by itself`);
  t.ok(leaningOf(young, detection) > 2);
  t.ok(leaningFrom(questionsOf(3, 24)) < 0);
});

t.test('fewer than eight first requests lean nowhere', async (t) => {
  t.equal(leaningFrom([]), 0);
  t.equal(leaningFrom(questionsOf(3, 7)), 0);
  t.not(leaningFrom(questionsOf(3, 8)), 0);
});

t.test('an account leans as its client does that leans the furthest', async (t) => {
  const profile = createProfile();
  const [chat, bank] = [questionsOf(3, 40), bankOf(5, 0, 40)];
  chat.concat(bank).forEach((content, index) => {
    const occurredAt = firstTickAt + index * 60_000;
    const event = {
      event_id: `event-${index}`,
      occurred_at: new Date(occurredAt).toISOString(),
      account_id: 'a',
      model: 'large-2',
      usage: { output_tokens: [5, 40, 200, 900][index % 4] ?? 5 },
      messages: [
        { role: 'system' as const, content: index < chat.length ? 'Chat.' : 'Answer in full.' },
        { role: 'user' as const, content },
      ],
    };
    foldEvent(profile, event, occurredAt);
  });
  const whole = leaningOf({ ...profile, subStreams: [] }, detection);
  const ofBank = leaningFrom(bank);
  t.ok(leaningOf(profile, detection) > Math.max(2, whole), `${whole} nats as a whole`);
  t.ok(ofBank > 2, `${ofBank} nats for the bank alone`);
});
