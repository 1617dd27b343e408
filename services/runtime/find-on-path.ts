import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The full path of the first of these programs that the search path holds. */
export async function findOnPath(
  names: readonly string[],
  searchPath: string,
): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of searchPath.split(delimiter)) {
      const candidate = join(folder, name);
      const isRunnable = await access(candidate, constants.X_OK).then(
        () => folder !== '',
        () => false,
      );
      if (isRunnable) return candidate;
    }
  }
  return undefined;
}
