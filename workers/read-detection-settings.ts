import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';

const overrides = z.record(z.string(), z.unknown());

const overridesShape = {
  scoring: overrides.default({}),
  /** By the id of a detector: its mode, and settings of its own. */
  detectors: z.record(z.string(), overrides).default({}),
};
const settingsFile = z.strictObject({
  ...overridesShape,
  /** Judged in the shadow of the others; what it does not name is as above. */
  challenger: z.strictObject(overridesShape).optional(),
  /** A file of traits that others reported, beside this one or anywhere. */
  indicators: z.string().min(1).optional(),
});

/** What is overridden, before anyone knows whether these detectors and settings exist. */
export interface DetectionOverrides {
  readonly scoring: Readonly<Record<string, unknown>>;
  readonly detectors: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a file of detection settings says. */
export type DetectionSettings = z.output<typeof settingsFile>;

/** The settings in which nothing is overridden. */
export const noOverrides: DetectionSettings = settingsFile.parse({});

/** Where a setting stands: the file, and the part of it in the file's own words. */
export interface SettingPlace {
  readonly file: string | URL | undefined;
  readonly part?: string;
}

/** @throws AppError `setting_invalid` naming the file, and the field where it is one. */
export async function readDetectionSettings(file: string | URL): Promise<DetectionSettings> {
  return parseSettings(settingsFile, await readJson(file), { file });
}

/** @throws AppError `setting_invalid` naming the file. */
export async function readJson(file: string | URL): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unusable({ file }, cause instanceof SyntaxError ? 'no JSON' : 'cannot be read', cause);
  }
}

/** Checks a part of the settings. @throws AppError `setting_invalid` naming every wrong field. */
export function parseSettings<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  place: SettingPlace,
): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { part } = place;
  const problems = result.error.issues.map(({ path, message }) => {
    const field = [...(part === undefined ? [] : [part]), ...path].join('.');
    return field === '' ? message : `${field}: ${message}`;
  });
  throw unusable({ file: place.file }, problems.join('; '));
}

export function unusable({ file, part }: SettingPlace, problem: string, cause?: unknown): AppError {
  const where = part === undefined ? problem : `${part}: ${problem}`;
  return new AppError(
    'setting_invalid',
    `Detection settings (${String(file ?? 'built in')}) are not usable: ${where}.`,
    { cause },
  );
}
