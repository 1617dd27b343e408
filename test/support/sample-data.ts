import { findLabelledTraffic, type LabelledTraffic } from '../../bench/sample-data.ts';

/** One set of the labelled traffic, which is not part of the project, or the reason for which its tests are skipped. */
export function findSample(set: 'dev' | 'sample'): LabelledTraffic | string {
  const traffic = findLabelledTraffic(set, process.env['STILLWATCH_SAMPLE_DATA']);
  return traffic ?? 'there is no labelled traffic: set STILLWATCH_SAMPLE_DATA to its folder';
}
