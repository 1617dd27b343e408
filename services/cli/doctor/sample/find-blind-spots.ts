import type { UsageEvent } from '../../../contracts/usage-event.ts';

export interface BlindSpot {
  /** What is missing, in how many calls. */
  readonly missing: string;
  readonly calls: number;
  /** What detection cannot do without it. */
  readonly costs: string;
}

interface Look {
  readonly missing: string;
  readonly costs: string;
  readonly lacks: (event: UsageEvent) => boolean;
}

const looks: readonly Look[] = [
  {
    missing: 'no prompts',
    costs: 'nothing is seen of what is asked: only volume, rhythm, parameters and who shares what',
    lacks: ({ messages }) => messages === undefined,
  },
  {
    missing: 'prompts cut or redacted',
    costs: 'templates and repeats are judged on what is left',
    lacks: ({ content_state: state }) => state === 'truncated' || state === 'redacted',
  },
  {
    missing: 'no answers',
    costs: 'what was taken is only counted in tokens',
    lacks: ({ completion }) => completion === undefined,
  },
  {
    missing: 'no sampling parameters',
    costs: 'reading out probabilities (logit bias, logprobs) is not seen',
    lacks: ({ request }) => request === undefined,
  },
  {
    missing: 'no token counts',
    costs: 'the volume that was taken is not known',
    lacks: ({ usage }) => usage?.output_tokens === undefined,
  },
  {
    missing: 'no API keys',
    costs: 'keys that accounts share are not seen, and a key cannot be suspended alone',
    lacks: ({ api_key_id: key }) => key === undefined,
  },
  {
    missing: 'no addresses of callers',
    costs: 'accounts that call from one network are not tied to each other',
    lacks: ({ client }) => client?.ip === undefined,
  },
  {
    missing: 'no user agents',
    costs: 'one client behind many accounts is not seen',
    lacks: ({ client }) => client?.user_agent === undefined,
  },
  {
    missing: 'only a sample of the calls',
    costs: 'counts are scaled up, and rhythm is coarser',
    lacks: ({ sample_rate: rate }) => rate !== undefined && rate < 1,
  },
];

/** What detection will not see in these calls; what every call has is left out. Pure. */
export function findBlindSpots(events: readonly UsageEvent[]): BlindSpot[] {
  return looks
    .map(({ missing, costs, lacks }) => ({ missing, costs, calls: events.filter(lacks).length }))
    .filter(({ calls }) => calls > 0);
}
