/** Loaded before a role with `--import`: it writes profiles of the next version, and reads those of this one too. */
import { rewriteModule } from './rewrite-module.ts';

function replaceOnce(source: string, pattern: RegExp, by: string): string {
  if (source.split(pattern).length !== 2) throw new Error(`Not once in it: ${pattern.source}`);
  return source.replace(pattern, by);
}

rewriteModule('workers/detection/profile/profile-codec.ts', (source) => {
  const raised = replaceOnce(source, /profileVersion = (?=\d)/, 'profileVersion = 1 + ');
  const known = '![profileVersion - 1, profileVersion].includes(reader.u8())';
  return replaceOnce(raised, /reader\.u8\(\) !== profileVersion/, known);
});
