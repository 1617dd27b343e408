import type { Detection } from '../../../workers/detection/scoring/settings.ts';
import { loadDetection } from '../../../workers/load-detection.ts';
import { AppError } from '../../errors.ts';
import { broken, ok, type Check } from './check.ts';

const name = 'detection settings';

function describe({ detectors, shadows = [] }: Detection): string {
  const challengers = shadows.map(({ challenger, version }) => `${challenger} ${version}`);
  const inShadow = challengers.length === 0 ? 'none' : challengers.join(', ');
  return `${detectors.length} detectors live, in the shadow: ${inShadow}`;
}

/** Whether workers that start now can use the file, and what it makes of the detection. */
export async function checkDetection(settingsFile: string): Promise<Check> {
  try {
    return ok(name, describe(await loadDetection(settingsFile)));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const mend = 'Mend the file that DETECTION_SETTINGS names: workers refuse to start with it.';
    return broken(name, error.message, mend);
  }
}
