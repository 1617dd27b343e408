/** A trait that somebody else reported, as it is kept in memory: its hash, and never the value. */
export interface Indicator {
  /** `family:hash`, as on the links of a campaign. */
  readonly trait: string;
  /** Ms: from here on it counts no more. */
  readonly expiresAt: number;
}

/** Until when (ms) each trait counts. */
export type Indicators = ReadonlyMap<string, number>;

/** The latest expiry of each trait. */
export function openIndicators(list: readonly Indicator[]): Indicators {
  const indicators = new Map<string, number>();
  for (const { trait, expiresAt } of list) {
    indicators.set(trait, Math.max(expiresAt, indicators.get(trait) ?? 0));
  }
  return indicators;
}
