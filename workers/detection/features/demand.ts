import { deviationOf, meanOf } from '../profile/moments.ts';
import type { Content } from '../profile/content.ts';
import { share } from './share.ts';

/** What is asked for against what is given. Sizes are ln(1 + tokens) or ln(1 + characters). */
export interface DemandFeatures {
  readonly outputMean: number;
  /** Spread of answer sizes: a bank of tasks asks for a word here and an essay there. */
  readonly outputDeviation: number;
  readonly textMean: number;
  readonly textDeviation: number;
  /** outputMean - textMean: negative where much is handed in and little asked for. */
  readonly ratio: number;
  readonly questionShare: number;
  readonly lineBreakShare: number;
  readonly numberShare: number;
}

export function demandOf({ moments, counters }: Content): DemandFeatures {
  const { openers } = counters;
  return {
    outputMean: meanOf(moments.output),
    outputDeviation: deviationOf(moments.output),
    textMean: meanOf(moments.text),
    textDeviation: deviationOf(moments.text),
    ratio: meanOf(moments.output) - meanOf(moments.text),
    questionShare: share(counters.questions, openers),
    lineBreakShare: share(counters.lineBreaks, openers),
    numberShare: share(counters.numbers, openers),
  };
}
