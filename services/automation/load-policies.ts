import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { policyFile, type Policy } from '../contracts/policy.ts';
import { AppError } from '../errors.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';

function unusable(file: string, problem: string, cause?: unknown): AppError {
  const message = `The policies (${file}) are not usable: ${problem}.`;
  return new AppError('setting_invalid', message, { cause });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unusable(file, cause instanceof SyntaxError ? 'no JSON' : 'cannot be read', cause);
  }
}

/**
 * The policies of a file. Every detector that they name has to be a live one.
 * @throws AppError `setting_invalid` naming the file and every path in it that is wrong.
 */
export async function loadPolicies(file: string, { detectors }: Detection): Promise<Policy[]> {
  const result = policyFile.safeParse(await readJson(file));
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
    throw unusable(file, problems.join('; '));
  }
  const { policies } = result.data;
  const live = new Set(detectors.map(({ detector }) => detector.id));
  const unknown = policies.flatMap(({ id, match }) =>
    match.detectors.filter((name) => !live.has(name)).map((name) => `${id}: ${name}`),
  );
  if (unknown.length > 0)
    throw unusable(
      file,
      `no live detector is called so: ${unknown.join(', ')}; see docs/detectors.md`,
    );
  return policies;
}

/** What was reviewed when a policy was armed; its mode is no part of it. */
export function hashPolicy({ mode: _mode, ...judged }: Policy): Buffer {
  return createHash('sha256').update(JSON.stringify(judged)).digest();
}

/** Who acts, as the history and the audit trail name it. */
export function policyActor({ id }: Pick<Policy, 'id'>): string {
  return `policy:${id}`;
}
