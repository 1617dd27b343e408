import { english } from './language-english.ts';
import type { Language } from './language.ts';
import { asianLanguages } from './languages-asian.ts';
import { europeanLanguages } from './languages-european.ts';
import { chance, pick, type Random } from '../random.ts';

export const otherLanguages: readonly Language[] = [...europeanLanguages, ...asianLanguages];

/** The language of an account: English for about two in three. */
export function drawLanguage(random: Random): Language {
  return chance(random, 0.66) ? english : pick(random, otherLanguages);
}
