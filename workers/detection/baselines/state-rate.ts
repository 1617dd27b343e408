import type {
  BaselineSnapshot,
  ClientClass,
  StatedRate,
} from '../../../services/contracts/baseline.ts';
import { totalOf } from '../sketches/histogram.ts';
import { conformalP, countAtOrAbove, fromSparse, type ScoreHistogram } from './score-histogram.ts';

/** A snapshot as it is used. Immutable: a new version is loaded at start and never in between. */
export interface Baselines {
  readonly version: string;
  readonly classes: ReadonlyMap<ClientClass, ClassBaseline>;
}

export interface ClassBaseline {
  readonly honest: ScoreHistogram;
  readonly undecided: ScoreHistogram;
}

const nobody: ClassBaseline = { honest: [], undecided: [] };

/** Under another fingerprint than that of the running detection nobody counts, so that no rate is supported. */
export function openBaselines(snapshot: BaselineSnapshot, fingerprint: string): Baselines {
  const { version, classes } = snapshot;
  if (snapshot.fingerprint !== fingerprint) return { version, classes: new Map() };
  const entries = Object.entries(classes).map(([name, { honest, undecided }]) => {
    const opened = { honest: fromSparse(honest), undecided: fromSparse(undecided) };
    return [name as ClientClass, opened] as const;
  });
  return { version, classes: new Map(entries) };
}

/** How rare a score (nats) is among the honest accounts of a class. */
export function stateRate(
  { version, classes }: Baselines,
  clientClass: ClientClass,
  score: number,
): StatedRate {
  const { honest, undecided } = classes.get(clientClass) ?? nobody;
  return {
    baseline: version,
    p: conformalP(honest, score),
    is_bound: countAtOrAbove(honest, score) === 0,
    accounts: totalOf(honest),
    undecided: countAtOrAbove(undecided, score),
  };
}

/** Whether a finding may reach the act level: without any baseline the score alone says so, as it is shipped. */
export function supportsAct(rate: StatedRate | null, actRate: number): boolean {
  return rate === null || rate.p <= actRate;
}
