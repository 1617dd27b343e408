import { broken, ok, warning, type Check } from './check.ts';

const leastMajor = 24;

export function checkNode(version: string): Check {
  const found = `version ${version}`;
  if (Number.parseInt(version, 10) >= leastMajor) return ok('node', found);
  const mend = `Start through npm run, which brings Node ${leastMajor}, or install it.`;
  return broken('node', found, mend);
}

const noticedMs = 2_000;
const brokenMs = 60_000;

/** Event times are judged against the clock of the machine that takes them, leases against those of the stores. */
export function checkClock(store: string, skewMs: number): Check {
  const name = `clock of ${store}`;
  const seconds = (Math.abs(skewMs) / 1_000).toFixed(Math.abs(skewMs) < 1_000 ? 3 : 1);
  const found = `${seconds} s ${skewMs < 0 ? 'behind' : 'ahead of'} this machine`;
  const mend = 'Keep both machines on NTP (timedatectl set-ntp true).';
  if (Math.abs(skewMs) >= brokenMs) return broken(name, found, mend);
  if (Math.abs(skewMs) >= noticedMs) return warning(name, found, mend);
  return ok(name, found);
}
