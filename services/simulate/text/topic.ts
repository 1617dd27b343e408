/** The words of one subject. Commas part the entries of a list. */
export interface Topic {
  readonly id: string;
  readonly nouns: readonly string[];
  readonly verbs: readonly string[];
  readonly adjectives: readonly string[];
}

interface TopicWords {
  readonly nouns: string;
  readonly verbs: string;
  readonly adjectives: string;
}

export function topic(id: string, words: TopicWords): Topic {
  return {
    id,
    nouns: words.nouns.split(','),
    verbs: words.verbs.split(','),
    adjectives: words.adjectives.split(','),
  };
}
