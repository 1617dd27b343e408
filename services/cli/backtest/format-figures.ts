import type { Estimate } from './label-report.ts';
import type { Proportion } from '../../statistics/proportion.ts';

export function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

export function interval({ low, high }: Proportion): string {
  return `${percent(low)} - ${percent(high)}`;
}

export function share({ count, of, value, low, high }: Proportion): string {
  if (value === null) return 'nothing to count';
  return `${percent(value)}  (${count} of ${of}; 95 %: ${percent(low)} to ${percent(high)})`;
}

export function estimate(given: Estimate | null, show: (value: number) => string): string {
  if (given === null) return '-';
  return `${show(given.value)}  (95 %: ${show(given.low)} to ${show(given.high)})`;
}
