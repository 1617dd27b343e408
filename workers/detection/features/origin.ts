import type { Profile } from '../profile/profile.ts';
import { estimate } from '../sketches/hyper-log-log.ts';

/** Where an account comes from, and who sits behind it. */
export interface OriginFeatures {
  /** Days from its creation to its first request; 3,650 where the creation is not known. */
  readonly idleDays: number;
  /** Distinct conversations that the clients name. */
  readonly sessions: number;
  /** Distinct system prompts: each client configuration has its own. */
  readonly systemPrompts: number;
}

const unknownDays = 3650;
const dayMs = 86_400_000;

export function originOf({ createdAt, firstAt, distinct }: Profile): OriginFeatures {
  const isKnown = createdAt !== 0 && firstAt !== 0;
  return {
    idleDays: isKnown ? Math.max(0, (firstAt - createdAt) / dayMs) : unknownDays,
    sessions: estimate(distinct.sessions),
    systemPrompts: estimate(distinct.systemPrompts),
  };
}
