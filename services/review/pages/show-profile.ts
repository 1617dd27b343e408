import type { ProfileNumbers } from '../profile-numbers.ts';
import { showClientClass } from './show-calibration.ts';
import { showCount, showNumber, showPercent, showTime } from './format.ts';

export interface ShownFact {
  readonly name: string;
  readonly value: string;
  /** What the number tells; empty where the name says it. */
  readonly note: string;
}

function fact(name: string, value: string, note = ''): ShownFact {
  return { name, value, note };
}

function trafficFacts(profile: ProfileNumbers): ShownFact[] {
  const time = (at: string | null) => (at === null ? '-' : showTime(new Date(at)).text);
  return [
    fact('Kind of client', showClientClass(profile.client_class), 'by the shape of its requests'),
    fact('Requests', showCount(profile.requests), `${showNumber(profile.requests_per_day)} a day`),
    fact('First seen', time(profile.first_event_at)),
    fact('Last seen', time(profile.last_event_at)),
    fact('Sessions', showCount(profile.distinct_sessions), 'estimated'),
    fact('Networks', showCount(profile.networks), 'estimated'),
    fact('User agents', showCount(profile.user_agents), 'estimated'),
    fact('Failed', showCount(profile.failed_requests)),
  ];
}

function contentFacts(profile: ProfileNumbers): ShownFact[] {
  return [
    fact('Distinct prompts', showCount(profile.distinct_prompts), 'estimated'),
    fact('Repeats', showPercent(profile.repeat_share), 'first requests sent before'),
    fact('Largest template', showPercent(profile.top_template_share), 'of first requests'),
    fact('New words', showPercent(profile.unseen_word_mass), 'chance that the next word is new'),
    fact(
      'Follow-ups',
      showCount(profile.follow_ups),
      `on ${showCount(profile.first_requests)} firsts`,
    ),
    fact('Tool turns', showCount(profile.tool_turns)),
    fact('With logprobs', showCount(profile.logprob_requests)),
    fact('Unreadable', showCount(profile.unreadable_requests), 'redacted or absent content'),
  ];
}

export function showProfile(profile: ProfileNumbers) {
  return { traffic: trafficFacts(profile), content: contentFacts(profile) };
}
