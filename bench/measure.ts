export interface Cost {
  readonly wallMs: number;
  /** CPU time of this process, user and system, over all its threads. */
  readonly cpuMs: number;
}

/** Runs once and says what it took. */
export async function measure(run: () => void | Promise<void>): Promise<Cost> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await run();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

const repetitions = 3;

/** Microseconds of CPU per operation: the best of three runs after one that warms up. */
export async function cpuPerOperation(
  operations: number,
  run: () => void | Promise<void>,
): Promise<number> {
  await run();
  let least = Infinity;
  for (let i = 0; i < repetitions; i += 1) {
    const { cpuMs } = await measure(run);
    least = Math.min(least, (cpuMs * 1000) / operations);
  }
  return least;
}

/** Microseconds of CPU that JSON.parse alone takes per operation for these texts: what other figures can be held against. */
export function parseCost(operations: number, texts: readonly string[]): Promise<number> {
  return cpuPerOperation(operations, () => {
    for (const text of texts) JSON.parse(text);
  });
}
