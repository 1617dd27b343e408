import { below, chance, type Random } from '../random.ts';

function slip(random: Random, text: string): string {
  const at = 1 + below(random, Math.max(1, text.length - 2));
  const before = text.slice(0, at);
  const kind = below(random, 3);
  if (kind === 0) return before + text.slice(at + 1);
  if (kind === 1) return before + (text[at] ?? '') + text.slice(at);
  return before + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
}

/** Text as a person types it: some slips, often no capital at the start and no full stop at the end. */
export function typed(random: Random, text: string): string {
  let result = text;
  if (chance(random, 0.4)) result = result.charAt(0).toLowerCase() + result.slice(1);
  if (chance(random, 0.3)) result = result.replace(/[.?]$/, '');
  while (chance(random, 0.3)) result = slip(random, result);
  return result;
}
