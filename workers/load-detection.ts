import { readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Detector } from './detection/scoring/define-detector.ts';
import type { Detection } from './detection/scoring/settings.ts';
import { noOverrides, readDetectionSettings } from './read-detection-settings.ts';
import { readIndicators } from './read-indicators.ts';
import { resolveDetection } from './resolve-detection.ts';

const folder = new URL('./detection/detectors/', import.meta.url);

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
 * The detectors with their settings and modes: the presets, overridden by the JSON file at `path` where one is given.
 * @throws AppError `setting_invalid` for an unknown detector, an unknown setting or a value of the wrong kind.
 */
export async function loadDetection(path?: string | URL): Promise<Detection> {
  const given = path === undefined ? noOverrides : await readDetectionSettings(path);
  const detection = resolveDetection(await loadDetectors(), given, path);
  if (path === undefined || given.indicators === undefined) return detection;
  return { ...detection, indicators: await readIndicators(besideOf(path, given.indicators)) };
}

/** A relative name is meant from the folder of the settings. */
function besideOf(settings: string | URL, name: string): string {
  return resolve(dirname(settings instanceof URL ? fileURLToPath(settings) : settings), name);
}
