import { english } from './language-english.ts';
import { otherLanguages } from './languages.ts';
import { anyTask } from './tasks.ts';
import { topics } from './topics.ts';
import { createWideVoice, focus, type Voice } from './voice.ts';
import { chance, createRandom, pick, type Random } from '../random.ts';

/** A list of self-contained tasks over every topic; the same index is always the same task. */
export interface TaskBank {
  task(index: number): string;
  voice(index: number): Voice;
}

/** Voices are shared by all banks: building one per task would cost more than the task. */
export function createBankVoices(random: Random): readonly Voice[] {
  return [
    ...topics.map((topic) => createWideVoice(random, english, topic)),
    ...otherLanguages.flatMap((language) =>
      topics.slice(0, 2).map((topic) => createWideVoice(random, language, topic)),
    ),
  ];
}

interface BankOptions {
  readonly seed: number;
  readonly voices: readonly Voice[];
  /** The share of tasks in English. */
  readonly englishShare: number;
}

/** Opens a bank; it is endless and holds nothing but its seed. */
export function createTaskBank(options: BankOptions): TaskBank {
  const inEnglish = options.voices.filter((voice) => voice.language === english);
  const others = options.voices.filter((voice) => voice.language !== english);
  const hasBoth = inEnglish.length > 0 && others.length > 0;
  const choose = (random: Random): Voice => {
    if (!hasBoth) return pick(random, options.voices);
    return pick(random, chance(random, options.englishShare) ? inEnglish : others);
  };
  return {
    voice: (index) => choose(createRandom(options.seed, index)),
    task: (index) => {
      const random = createRandom(options.seed, index);
      return anyTask(focus(random, choose(random)), random);
    },
  };
}
