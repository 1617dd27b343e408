import type { PersonaFactory } from '../persona.ts';
import { between, chance, createRandom, exponential, pick } from '../random.ts';
import { humanRhythm } from '../rhythm.ts';
import { createTaskBank } from '../text/task-bank.ts';
import { typed } from '../text/typos.ts';
import { followUp } from '../text/voice.ts';

/** Students of one course: everybody does the same exercises, in their own words and at their own pace. */
export function createClassroom(courseSeed: number): PersonaFactory {
  return ({ world, random }) => {
    const course = createRandom(courseSeed);
    const bank = createTaskBank({
      seed: course.uint32(),
      voices: [pick(course, world.bankVoices)],
      englishShare: 1,
    });
    const exercises = between(course, 10, 18);
    const opening = `Exercise of ${pick(course, ['week', 'unit', 'session'])}`;
    let current = 0;
    return {
      segment: 'education',
      rhythm: humanRhythm(random, 1 + exponential(random, 1.6)),
      compose: ({ turn }) => {
        if (turn === 0) current = between(random, 0, exercises - 1);
        const voice = bank.voice(current);
        const exercise = `${opening} ${current + 1}: ${bank.task(current)}`;
        const isFollowUp = turn > 0 && chance(random, 0.8);
        const content = isFollowUp ? followUp(voice, random) : exercise;
        return {
          messages: [
            { role: 'system', content: world.commonPrompts[0] ?? '' },
            { role: 'user', content: typed(random, content) },
          ],
          answer: voice,
          outputTokens: 280,
          hiddenTokens: turn * 300,
        };
      },
    };
  };
}
