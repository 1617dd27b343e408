import type { Lexicon } from './pattern.ts';
import { below, between, pick, type Random } from '../random.ts';

export const codeLanguages = ['python', 'typescript', 'go', 'sql', 'rust'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

/** Built from words of the owner where these are Latin, else from their made-up names. */
function identifier(lexicon: Lexicon, random: Random): string {
  const words = `${pick(random, lexicon.verbs)} ${pick(random, lexicon.nouns)}`;
  const base = words.toLowerCase().replace(/[^a-z]+/g, '_');
  return base.length > 6 ? base : `${name(lexicon, random)}_${name(lexicon, random)}`;
}

function name(lexicon: Lexicon, random: Random): string {
  return pick(random, lexicon.coined).toLowerCase();
}

type Snippet = (lexicon: Lexicon, random: Random) => string;

const snippets: Readonly<Record<CodeLanguage, Snippet>> = {
  python: (lexicon, random) => {
    const item = name(lexicon, random);
    return `def ${identifier(lexicon, random)}(${item}s, limit=${between(random, 2, 900)}):\n    kept = []\n    for ${item} in ${item}s:\n        if ${item}.${name(lexicon, random)} > limit:\n            kept.append(${identifier(lexicon, random)}(${item}))\n    return kept[:${between(random, 1, 50)}]`;
  },
  typescript: (lexicon, random) => {
    const item = name(lexicon, random);
    return `export async function ${identifier(lexicon, random)}(${item}: ${pick(random, lexicon.coined)}): Promise<number> {\n  const rows = await ${name(lexicon, random)}.${identifier(lexicon, random)}(${item}.id);\n  if (rows.length === ${below(random, 9)}) return -1;\n  return rows.reduce((sum, row) => sum + row.${name(lexicon, random)}, ${below(random, 100)});\n}`;
  },
  go: (lexicon, random) => {
    const item = name(lexicon, random);
    return `func ${identifier(lexicon, random)}(ctx context.Context, ${item} *${pick(random, lexicon.coined)}) error {\n\tfor i := 0; i < ${between(random, 2, 64)}; i++ {\n\t\tif err := ${item}.${identifier(lexicon, random)}(ctx, i); err != nil {\n\t\t\treturn fmt.Errorf("${identifier(lexicon, random)}: %w", err)\n\t\t}\n\t}\n\treturn nil\n}`;
  },
  sql: (lexicon, random) =>
    `select ${name(lexicon, random)}, count(*) as total\nfrom ${identifier(lexicon, random)} as a\njoin ${identifier(lexicon, random)} as b on b.id = a.${name(lexicon, random)}_id\nwhere a.created_at > now() - interval '${between(random, 2, 90)} days'\ngroup by 1 having count(*) > ${between(random, 2, 500)};`,
  rust: (lexicon, random) =>
    `fn ${identifier(lexicon, random)}(items: &[${pick(random, lexicon.coined)}]) -> Option<usize> {\n    items.iter().filter(|i| i.${name(lexicon, random)} < ${between(random, 2, 999)}).map(|i| i.${identifier(lexicon, random)}()).max()\n}`,
};

export function code(codeLanguage: CodeLanguage, lexicon: Lexicon, random: Random): string {
  return snippets[codeLanguage](lexicon, random);
}

/** A path of a source file inside one repository. */
export function filePath(lexicon: Lexicon, random: Random): string {
  return `src/${name(lexicon, random)}/${identifier(lexicon, random)}.${pick(random, ['ts', 'py', 'go', 'rs'])}`;
}
