import { interval, percent } from '../../services/cli/backtest/format-figures.ts';
import type { Proportion } from '../../services/statistics/proportion.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';
import type { BenchTable } from '../bench.ts';
import type { FitResult, KindResult } from './leave-out.ts';
import type { Subject } from './subjects.ts';

function nats(value: number): string {
  return value.toFixed(2);
}

interface Fitted {
  readonly detection: Detection;
  readonly subjects: readonly Subject[];
}

function weightTable(
  name: string,
  { shipped, fitted, ranges }: FitResult,
  { detection: { detectors }, subjects }: Fitted,
): BenchTable {
  const speaks = (index: number, isExtraction: boolean): number =>
    subjects.filter(
      (subject) =>
        subject.isExtraction === isExtraction && (subject.seen.at(-1)?.[index] ?? 0) !== 0,
    ).length;
  const rows = detectors.flatMap(({ detector }, index) => {
    const extracting = speaks(index, true);
    const honest = speaks(index, false);
    // Detectors of groups see no account alone.
    if (extracting + honest === 0) return [];
    const { low = 0, high = 0 } = ranges[index] ?? {};
    const [held = 0, found = 0] = [shipped.weights[index], fitted.weights[index]];
    const range = `${nats(low)} to ${nats(high)}`;
    return [[detector.id, detector.family, nats(held), nats(found), range, extracting, honest]];
  });
  return {
    title: `Fitted weights on ${name}`,
    columns: [
      'detector',
      'family',
      'shipped',
      'fitted',
      'one kind left out',
      'extracting',
      'honest',
    ],
    rows,
    note: 'Nats at full strength. Fitted: logistic regression with weights of 0 and above and a quadratic penalty, over every account at 50, 100 and 200 first requests and at its end, families and honest scenarios weighted alike; the penalty pulls towards what a detector is worth before any traffic is seen (ln 20 for extraction, 1 against it, ln 2 for a modifier). Ramps, caps and discounts are as shipped. Then the range over all fits with one kind left out, and the accounts in which the detector speaks at the end.',
  };
}

function cells(value: Proportion): string[] {
  const shown = value.value === null ? '-' : percent(value.value);
  return [`${shown} (${interval(value)})`];
}

function kindRow({ kind, shipped, included, leftOut, unaided }: KindResult): (string | number)[] {
  const points = 100 * ((leftOut.value ?? 0) - (included.value ?? 0));
  const shown = [shipped, included, leftOut].flatMap(cells);
  return [kind, shipped.of, ...shown, points.toFixed(1), ...cells(unaided)];
}

function kindTable(title: string, kinds: readonly KindResult[], note: string): BenchTable {
  const columns = [
    'kind',
    'accounts',
    'shipped',
    'fitted, included',
    'fitted, left out',
    'points',
    'the same, no prior',
  ];
  return { title, columns, rows: kinds.map(kindRow), note };
}

/** The weights, the recall of families left out, and the false positives of honest scenarios left out. */
export function fitTables(name: string, result: FitResult, fitted: Fitted): BenchTable[] {
  const { kinds, honestShipped } = result;
  const bar = `The threshold of each fit flags the share of honest accounts that the shipped settings flag: ${String(honestShipped.count)} of ${String(honestShipped.of)}.`;
  return [
    weightTable(name, result, fitted),
    kindTable(
      `Families left out of the fit on ${name}`,
      kinds.filter(({ isExtraction }) => isExtraction),
      `Recall per account at the end of the log, with its neighbours, campaigns not counted; 95 % intervals. ${bar} Ramps and what neighbours lean to are as shipped: they were chosen with every family in sight. No prior: the penalty pulls towards 0, and a detector that only this family shows says nothing.`,
    ),
    kindTable(
      `Honest scenarios left out of the fit on ${name}`,
      kinds.filter(({ isExtraction }) => !isExtraction),
      `Honest accounts flagged, in the same way: the scenario was seen neither by the weights nor by the threshold. ${bar}`,
    ),
  ];
}
