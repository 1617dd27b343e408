import { english } from './language-english.ts';
import type { Language } from './language.ts';
import { drawLanguage } from './languages.ts';
import { coin, coinMany, people, places, term } from './names.ts';
import { expand, type Lexicon, type Pattern } from './pattern.ts';
import type { Topic } from './topic.ts';
import { topics } from './topics.ts';
import { below, between, pick, sample, type Random } from '../random.ts';

/** How somebody writes: a language and the words they need again and again. */
export interface Voice {
  readonly language: Language;
  readonly lexicon: Lexicon;
}

/** The words of one customer: part of one to three topics, with their own colleagues and product names. */
export function createVoice(random: Random, subjects?: readonly Topic[]): Voice {
  const language = drawLanguage(random);
  const chosen = subjects ?? sample(random, topics, between(random, 1, 3));
  const source = language === english ? mergeTopics(chosen) : language;
  const own = {
    nouns: [
      ...sample(random, source.nouns, between(random, 9, 22)),
      ...terms(random, language, between(random, 2, 7)),
    ],
    verbs: sample(random, source.verbs, between(random, 4, 9)),
    adjectives: sample(random, source.adjectives, between(random, 4, 8)),
    people: sample(random, people, between(random, 2, 7)),
    coined: coinMany(random, between(random, 2, 6)),
    places: sample(random, places, between(random, 2, 5)),
  };
  return { language, lexicon: own };
}

/** The words of nobody in particular: everything a language or topic has. */
export function createWideVoice(random: Random, language: Language, topic: Topic): Voice {
  const source = language === english ? topic : language;
  return {
    language,
    lexicon: {
      nouns: source.nouns,
      verbs: source.verbs,
      adjectives: source.adjectives,
      people,
      coined: coinMany(random, 40),
      places,
    },
  };
}

/** Rare words: in other languages than English a pair of common ones. */
function terms(random: Random, language: Language, count: number): string[] {
  return Array.from({ length: count }, () =>
    language === english
      ? term(random)
      : `${pick(random, language.nouns)} ${pick(random, language.nouns)}`,
  );
}

/** The words of one matter: a few of the voice's, and some that it has never needed before. */
export function focus(random: Random, { language, lexicon }: Voice): Voice {
  const from = below(random, lexicon.nouns.length);
  const common = lexicon.nouns.slice(from, from + 7);
  return {
    language,
    lexicon: {
      ...lexicon,
      nouns: [...common, ...terms(random, language, 3)],
      coined: [coin(random), coin(random)],
    },
  };
}

function mergeTopics(chosen: readonly Topic[]): Topic {
  return {
    id: 'merged',
    nouns: chosen.flatMap((topic) => topic.nouns),
    verbs: chosen.flatMap((topic) => topic.verbs),
    adjectives: chosen.flatMap((topic) => topic.adjectives),
  };
}

export function say(voice: Voice, patterns: readonly Pattern[], random: Random): string {
  return expand(pick(random, patterns), voice.lexicon, random);
}

export function question(voice: Voice, random: Random): string {
  return say(voice, voice.language.questions, random);
}

export function followUp(voice: Voice, random: Random): string {
  return say(voice, voice.language.followUps, random);
}

export function paragraph(voice: Voice, sentences: number, random: Random): string {
  let text = say(voice, voice.language.statements, random);
  for (let i = 1; i < sentences; i += 1) {
    text += ` ${say(voice, voice.language.statements, random)}`;
  }
  return text;
}
