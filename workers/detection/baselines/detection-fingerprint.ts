import { familyCaps, type Detection } from '../scoring/settings.ts';
import { hashString32 } from '../sketches/hash.ts';

/** Raise it when a feature or a detector computes something else under the same settings. */
const revision = 1;

/**
 * Of what gives the scores: detectors, their settings, the caps. A baseline learned under another says nothing about
 * these scores. The levels are left out: moving one changes no score.
 */
export function detectionFingerprint({ detectors, scoring }: Detection): string {
  const parts = detectors.map(({ detector, settings }) => [detector.id, settings]);
  const text = JSON.stringify([revision, parts, familyCaps, scoring.fewestRequests]);
  return hashString32(text).toString(16).padStart(8, '0');
}
