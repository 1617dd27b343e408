import { clientClassOf } from '../../workers/detection/baselines/client-class.ts';
import { extractFeatures } from '../../workers/detection/features/features.ts';
import { decodeProfile } from '../../workers/detection/profile/profile-codec.ts';
import type { Profile } from '../../workers/detection/profile/profile.ts';
import { estimate } from '../../workers/detection/sketches/hyper-log-log.ts';
import { visibilityOf } from '../../workers/detection/visibility-of.ts';

export type ProfileNumbers = ReturnType<typeof describeProfile>;

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** Four digits: more is noise in an estimate. */
const rounded = (value: number) => Number(value.toPrecision(4));

const timeOf = (at: number) => (at === 0 ? null : new Date(at).toISOString());

function distinctOf({ distinct }: Profile) {
  return {
    distinct_prompts: Math.round(estimate(distinct.prompts)),
    distinct_system_prompts: Math.round(estimate(distinct.systemPrompts)),
    distinct_end_users: Math.round(estimate(distinct.endUsers)),
    distinct_sessions: Math.round(estimate(distinct.sessions)),
    networks: Math.round(estimate(distinct.networks)),
    user_agents: Math.round(estimate(distinct.userAgents)),
  };
}

/** What an account's profile holds, as numbers. Distinct counts are estimates; it never held any text. */
export function describeProfile(bytes: Uint8Array) {
  const profile = decodeProfile(bytes);
  const { counters } = profile;
  const features = extractFeatures(profile);
  const { volume, conversation, coverage, template, demand, probing } = features;
  return {
    client_class: clientClassOf(features),
    requests: counters.requests,
    requests_per_day: rounded(volume.perDay),
    first_event_at: timeOf(profile.firstAt),
    last_event_at: timeOf(profile.lastAt),
    failed_requests: counters.failed,
    out_of_window_requests: counters.outOfWindow,
    unreadable_requests: counters.unreadable,
    truncated_requests: counters.truncated,
    sampled_requests: counters.sampled,
    estimated_requests: visibilityOf(profile).estimated_requests,
    readable_share: visibilityOf(profile).readable_share,
    first_requests: counters.openers,
    follow_ups: counters.followUps,
    tool_turns: counters.toolTurns,
    ...distinctOf(profile),
    top_template_share: rounded(template.topShare),
    templated_share: rounded(share(counters.templated, counters.openers)),
    repeat_share: rounded(conversation.repeatShare),
    unseen_word_mass: rounded(coverage.unseenMass),
    logprob_requests: counters.logprobs,
    single_token_share: rounded(probing.singleTokenShare),
    answer_to_request_log_ratio: rounded(demand.ratio),
    answer_size_deviation: rounded(demand.outputDeviation),
    profile_bytes: bytes.length,
  };
}
