import type { DetectorPrecision } from '../detector-precision.ts';
import { showCount } from './format.ts';
import type { DetectorTexts } from './show-reasons.ts';

const sourceWords: Readonly<Record<DetectorPrecision['source'], string>> = {
  close: 'at closing',
  second_look: 'blind second look',
  appeal: 'appeal',
};

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** What the labels say of each detector, with its share as an interval for a bar. */
export function showPrecision(rows: readonly DetectorPrecision[], texts: DetectorTexts) {
  return rows.map(({ detector, source, precision, unsure }) => ({
    id: detector,
    title: texts.get(detector)?.title ?? detector,
    source: sourceWords[source],
    deserved: showCount(precision.count),
    labelled: showCount(precision.of),
    unsure: showCount(unsure),
    precision: precision.value === null ? '-' : percent(precision.value),
    interval: `${percent(precision.low)} to ${percent(precision.high)}`,
    value: precision.value ?? 0,
  }));
}
