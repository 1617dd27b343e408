const largestRank = 17;

/**
 * The improved raw estimator of Ertl (arXiv:1702.01284, algorithm 6): no switch to linear counting, and no
 * bias where the classical estimator changes over (around 2.5 registers' worth of elements).
 */
export function estimateRegisters(registers: Uint8Array): number {
  const total = registers.length;
  const counts = new Uint32Array(largestRank + 1);
  for (const rank of registers) counts[rank] = (counts[rank] ?? 0) + 1;
  let sum = total * tau(1 - (counts[largestRank] ?? 0) / total);
  for (let rank = largestRank - 1; rank >= 1; rank--) sum = 0.5 * (sum + (counts[rank] ?? 0));
  sum += total * sigma((counts[0] ?? 0) / total);
  return (total * total) / (2 * Math.LN2 * sum);
}

/** Corrects for registers that are still 0. */
function sigma(share: number): number {
  if (share === 1) return Infinity;
  let power = share;
  let weight = 1;
  let sum = share;
  let last = -1;
  while (sum !== last) {
    power *= power;
    last = sum;
    sum += power * weight;
    weight *= 2;
  }
  return sum;
}

/** Corrects for registers that cannot rise any more. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let root = share;
  let weight = 1;
  let sum = 1 - share;
  let last = -1;
  while (sum !== last) {
    root = Math.sqrt(root);
    last = sum;
    weight *= 0.5;
    sum -= (1 - root) ** 2 * weight;
  }
  return sum / 3;
}
