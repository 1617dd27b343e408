import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the figures were measured on, and how busy that was with other things. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${String(availableParallelism())} x ${model}, ${String(gigabytes)} GB, ${type()} ${release()}, Node ${process.versions.node}, load before the run ${load}`;
}
