import { lowerEdge, totalOf, type Histogram, type HistogramSpec } from './histogram.ts';

/**
 * The value below which a share `q` (0 to 1) of the counts lies, interpolated inside its bin: wrong by at most
 * a factor of 2^(1/perOctave) between `first` and the last edge. The last bin gives its lower edge; 0 when empty.
 */
export function quantileOf(histogram: Histogram, spec: HistogramSpec, q: number): number {
  const rank = q * totalOf(histogram);
  let below = 0;
  let last = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    const count = histogram[bin] ?? 0;
    if (count === 0) continue;
    if (below + count >= rank) return insideBin(bin, (rank - below) / count, spec);
    below += count;
    last = bin;
  }
  return lowerEdge(last, spec);
}

/** Shannon entropy in nats; 0 when empty. */
export function entropyOf(histogram: Histogram): number {
  const total = totalOf(histogram);
  let entropy = 0;
  for (const count of histogram) {
    if (count > 0) entropy -= (count / total) * Math.log(count / total);
  }
  return entropy;
}

/** Entropy as a share of that of equal counts in all bins: 0 (one bin) to 1 (flat). */
export function normalisedEntropyOf(histogram: Histogram): number {
  return histogram.length < 2 ? 0 : entropyOf(histogram) / Math.log(histogram.length);
}

/** The largest share that one bin has of all counts; 0 when empty. */
export function modalShareOf(histogram: Histogram): number {
  let largest = 0;
  for (const count of histogram) largest = Math.max(largest, count);
  return largest === 0 ? 0 : largest / totalOf(histogram);
}

/** How far two histograms differ: half the sum of differences of shares, 0 (same shape) to 1 (disjoint or one empty). */
export function totalVariationOf(a: Histogram, b: Histogram): number {
  const totalA = totalOf(a);
  const totalB = totalOf(b);
  if (totalA === 0 || totalB === 0) return totalA === totalB ? 0 : 1;
  let difference = 0;
  for (let bin = 0; bin < a.length; bin++) {
    difference += Math.abs((a[bin] ?? 0) / totalA - (b[bin] ?? 0) / totalB);
  }
  return difference / 2;
}

function insideBin(bin: number, share: number, spec: HistogramSpec): number {
  const low = lowerEdge(bin, spec);
  if (bin === 0) return share * spec.first;
  return bin === spec.bins - 1 ? low : low * 2 ** (share / spec.perOctave);
}
