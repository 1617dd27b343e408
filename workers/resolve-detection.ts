import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Detector, DetectorMode } from './detection/scoring/define-detector.ts';
import {
  scoringSettings,
  type ActiveDetector,
  type Detection,
  type ScoringSettings,
  type Shadow,
} from './detection/scoring/settings.ts';
import {
  parseSettings,
  unusable,
  type DetectionOverrides,
  type DetectionSettings,
  type SettingPlace,
} from './read-detection-settings.ts';

interface ResolvedDetector {
  readonly active: ActiveDetector;
  readonly mode: DetectorMode;
}

interface Resolved {
  readonly scoring: ScoringSettings;
  readonly detectors: readonly ResolvedDetector[];
}

const detectorMode = z.enum(['live', 'shadow', 'off']);

function resolveDetector(
  detector: Detector,
  { mode, ...given }: Readonly<Record<string, unknown>>,
  place: SettingPlace,
): ResolvedDetector {
  const settings = parseSettings(detector.settings, given, place);
  const preset = detector.mode ?? 'live';
  const modePlace = { ...place, part: `${place.part ?? ''}.mode` };
  return {
    active: { detector, settings },
    mode: parseSettings(detectorMode.default(preset), mode, modePlace),
  };
}

function resolve(
  detectors: readonly Detector[],
  given: DetectionOverrides,
  { file, part }: SettingPlace,
): Resolved {
  const at = (name: string) => ({ file, part: part === undefined ? name : `${part}.${name}` });
  for (const id of Object.keys(given.detectors)) {
    if (detectors.some((detector) => detector.id === id)) continue;
    const problem = 'no detector is called so, docs/detectors.md lists them';
    throw unusable(at(`detectors.${id}`), problem);
  }
  return {
    scoring: parseSettings(scoringSettings, given.scoring, at('scoring')),
    detectors: detectors.map((detector) => {
      const overrides = given.detectors[detector.id] ?? {};
      return resolveDetector(detector, overrides, at(`detectors.${detector.id}`));
    }),
  };
}

function liveOf({ scoring, detectors }: Resolved): Detection {
  const live = detectors.filter(({ mode }) => mode === 'live');
  return { scoring, detectors: live.map(({ active }) => active) };
}

/** A fingerprint of settings: the live ones, or those of a shadow and the live ones it is compared with. */
export function versionOf(...detections: readonly Detection[]): string {
  const told = detections.map(({ scoring, detectors }) => ({
    scoring,
    detectors: detectors.map(({ detector, settings }) => [detector.id, settings]),
  }));
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 12);
}

function shadowOf(challenger: string, live: Detection, detection: Detection): Shadow {
  return { challenger, version: versionOf(live, detection), detection };
}

/** What the challenger does not name is as it is live. */
function challengerOf(
  detectors: readonly Detector[],
  given: DetectionSettings,
  { file, live }: { readonly file: SettingPlace['file']; readonly live: Detection },
): Shadow[] {
  const { challenger } = given;
  if (challenger === undefined) return [];
  const merged = { ...given.detectors };
  for (const [id, overrides] of Object.entries(challenger.detectors)) {
    merged[id] = { ...merged[id], ...overrides };
  }
  const scoring = { ...given.scoring, ...challenger.scoring };
  const place = { file, part: 'challenger' };
  const detection = liveOf(resolve(detectors, { scoring, detectors: merged }, place));
  if (detection.scoring.fewestRequests < live.scoring.fewestRequests) {
    const part = 'challenger.scoring.fewestRequests';
    throw unusable({ file, part }, 'must not be below the live one: both judge at the same ticks');
  }
  return [shadowOf('challenger', live, detection)];
}

/** The detection that these settings make of these detectors. @throws AppError `setting_invalid` */
export function resolveDetection(
  detectors: readonly Detector[],
  given: DetectionSettings,
  file: string | URL | undefined,
): Detection {
  const resolved = resolve(detectors, given, { file });
  const live = liveOf(resolved);
  const added = resolved.detectors
    .filter(({ mode }) => mode === 'shadow')
    .map(({ active }) => {
      const detection = { ...live, detectors: [...live.detectors, active] };
      return { ...shadowOf(active.detector.id, live, detection), added: active };
    });
  const shadows = [...added, ...challengerOf(detectors, given, { file, live })];
  return shadows.length === 0 ? live : { ...live, shadows };
}
