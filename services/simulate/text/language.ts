import { compileLines, type Pattern } from './pattern.ts';

/** What it takes to write in one language: words, and sentences to put them in. */
export interface Language {
  readonly code: string;
  readonly nouns: readonly string[];
  readonly verbs: readonly string[];
  readonly adjectives: readonly string[];
  readonly statements: readonly Pattern[];
  readonly questions: readonly Pattern[];
  /** Things to ask for that are no questions. */
  readonly requests: readonly Pattern[];
  readonly followUps: readonly Pattern[];
}

interface LanguageText {
  readonly nouns: string;
  readonly verbs: string;
  readonly adjectives: string;
  readonly statements: string;
  readonly questions: string;
  readonly requests: string;
  readonly followUps: string;
}

export function language(code: string, text: LanguageText): Language {
  return {
    code,
    nouns: text.nouns.split(','),
    verbs: text.verbs.split(','),
    adjectives: text.adjectives.split(','),
    statements: compileLines(text.statements),
    questions: compileLines(text.questions),
    requests: compileLines(text.requests),
    followUps: compileLines(text.followUps),
  };
}
