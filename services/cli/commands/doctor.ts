import { shippedIdentityMapping } from '../../../config/env.ts';
import { loadIdentityMappings } from '../../ingest/identity-mappings.ts';
import { readArgs, type Command } from '../command.ts';
import type { Check } from '../doctor/check.ts';
import { examineInstance } from '../doctor/examine-instance.ts';
import { describeSample } from '../doctor/sample/describe-sample.ts';
import { findBlindSpots } from '../doctor/sample/find-blind-spots.ts';
import { readSample } from '../doctor/sample/read-sample.ts';
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

const options = {
  sample: { type: 'string' },
  format: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'check the instance and say how to mend what is wrong',
  usage: `stillwatch doctor [--json]
       stillwatch doctor --sample FILE [--format NAME] [--json]

Checks Node, the detection settings, PostgreSQL and its migrations, Redis with its eviction policy and persistence, the workers, ports
and clocks, and says what an acknowledged event can count on under this configuration.
Exit code 1 when something is broken.

With --sample, says how a log would be read, without sending it: in which format (the one that understands most of its first 16 MiB,
or NAME), under which names it carries an identity, and what detection will not see in it. Needs no running instance and prints
no value of the log. Exit code 1 when no call was found.`,
  run: async (args, { loadEnv, print }) => {
    const { values } = readArgs({ args, options });
    const env = loadEnv();
    if (values.sample !== undefined) {
      const mappings = await loadIdentityMappings(shippedIdentityMapping, env.identityMapping);
      const sample = await readSample(values.sample, mappings, values.format);
      const { events, ...counts } = sample;
      if (values.json) print(JSON.stringify({ ...counts, blind_spots: findBlindSpots(events) }));
      else describeSample(sample).forEach(print);
      return sample.calls === 0 ? 1 : 0;
    }
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
