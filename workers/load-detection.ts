import { readdir } from 'node:fs/promises';
import type { Detector } from './detection/scoring/define-detector.ts';
import { scoringSettings, type Detection } from './detection/scoring/settings.ts';
import {
  noOverrides,
  parseSettings,
  readDetectionSettings,
  unusable,
} from './read-detection-settings.ts';

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
 * The detectors with their settings: the defaults, overridden by the JSON file at `path` where one is given.
 * @throws AppError `setting_invalid` for an unknown detector, an unknown setting or a value of the wrong kind.
 */
export async function loadDetection(path?: string | URL): Promise<Detection> {
  const given = path === undefined ? noOverrides : await readDetectionSettings(path);
  const detectors = await loadDetectors();
  for (const id of Object.keys(given.detectors)) {
    if (detectors.some((detector) => detector.id === id)) continue;
    const place = { file: path, part: `detectors.${id}` };
    throw unusable(place, 'no detector is called so, docs/detectors.md lists them');
  }
  return {
    scoring: parseSettings(scoringSettings, given.scoring, { file: path, part: 'scoring' }),
    detectors: detectors.map((detector) => {
      const place = { file: path, part: `detectors.${detector.id}` };
      const settings = parseSettings(detector.settings, given.detectors[detector.id] ?? {}, place);
      return { detector, settings };
    }),
  };
}
