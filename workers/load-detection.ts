import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';
import type { Detector } from './detection/scoring/define-detector.ts';
import { scoringSettings, type Detection } from './detection/scoring/settings.ts';

const folder = new URL('./detection/detectors/', import.meta.url);

const settingsFile = z.strictObject({
  scoring: z.record(z.string(), z.unknown()).default({}),
  detectors: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** Every detector of the folder, by id. A new file is found by being there. */
export async function loadDetectors(): Promise<readonly Detector[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, folder).href)) as { default: Detector };
      return module.default;
    }),
  );
}

/**
 * The detectors with their settings: the defaults, overridden by the JSON file at `path` where one is given.
 * @throws AppError `setting_invalid` for an unknown detector, an unknown setting or a value of the wrong kind.
 */
export async function loadDetection(path?: string | URL): Promise<Detection> {
  const overrides = path === undefined ? settingsFile.parse({}) : await readOverrides(path);
  const detectors = await loadDetectors();
  for (const id of Object.keys(overrides.detectors)) {
    if (!detectors.some((detector) => detector.id === id)) {
      throw invalid(`no detector is called ${id}; docs/detectors.md lists them`);
    }
  }
  return {
    scoring: parse(scoringSettings, overrides.scoring, 'scoring'),
    detectors: detectors.map((detector) => ({
      detector,
      settings: parse(detector.settings, overrides.detectors[detector.id] ?? {}, detector.id),
    })),
  };
}

async function readOverrides(path: string | URL): Promise<z.output<typeof settingsFile>> {
  try {
    return settingsFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw invalid(
      'the detection settings file cannot be read or is not of the documented form',
      cause,
    );
  }
}

function parse<Output>(schema: z.ZodType<Output>, value: unknown, where: string): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(`settings of ${where}: ${z.prettifyError(result.error)}`);
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError('setting_invalid', message, { cause });
}
