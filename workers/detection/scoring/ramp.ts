/** 0 at `from` and beyond, 1 at `to` and beyond, a straight line between; `from` may lie above `to`. */
export function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** The same on a log scale, for counts: `from` and `to` > 0. */
export function logRamp(value: number, from: number, to: number): number {
  return ramp(Math.log(Math.max(value, 1e-9)), Math.log(from), Math.log(to));
}
