/** Edits (insert, delete, replace) between two words. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** The known word that was probably meant; undefined when none is near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const prefixed = word === '' ? undefined : known.find((name) => name.startsWith(word));
  if (prefixed !== undefined) return prefixed;
  const [nearest] = known
    .map((name) => ({ name, edits: distance(word, name) }))
    .sort((left, right) => left.edits - right.edits);
  const allowed = Math.max(2, Math.floor(word.length / 3));
  return nearest !== undefined && nearest.edits <= allowed ? nearest.name : undefined;
}
