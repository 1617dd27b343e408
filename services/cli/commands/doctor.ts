import { readArgs, type Command } from '../command.ts';
import type { Check } from '../doctor/check.ts';
import { examineInstance } from '../doctor/examine-instance.ts';
import { findStores } from '../open-stores.ts';

const marks = { ok: 'ok     ', warning: 'warning', broken: 'BROKEN ' } as const;

function linesOf({ name, status, found, mend }: Check): string[] {
  const line = `${marks[status]}  ${name.padEnd(18)} ${found}`;
  return mend === null ? [line] : [line, `${' '.repeat(28)} -> ${mend}`];
}

function summary(checks: readonly Check[]): string {
  const count = (wanted: Check['status']) =>
    checks.filter(({ status }) => status === wanted).length;
  if (count('broken') > 0) return `${count('broken')} broken, ${count('warning')} to look at.`;
  return count('warning') > 0 ? `Works; ${count('warning')} to look at.` : 'Everything is well.';
}

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'check the instance and say how to mend what is wrong',
  usage: `stillwatch doctor [--json]

Checks Node, the detection settings, PostgreSQL and its migrations, Redis with its eviction policy and persistence, the workers, ports
and clocks, and says what an acknowledged event can count on under this configuration.
Exit code 1 when something is broken.`,
  run: async (args, { loadEnv, print }) => {
    const { values } = readArgs({ args, options: { json: { type: 'boolean', default: false } } });
    const env = loadEnv();
    const checks = await examineInstance({
      ...(await findStores(env)),
      partitions: env.partitions,
      detectionSettings: env.detectionSettings,
      nodeVersion: process.versions.node,
    });
    const isBroken = checks.some(({ status }) => status === 'broken');
    if (values.json) print(JSON.stringify({ ok: !isBroken, checks }));
    else [...checks.flatMap(linesOf), '', summary(checks)].forEach(print);
    return isBroken ? 1 : 0;
  },
};
