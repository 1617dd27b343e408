import type { PersonaFactory } from '../persona.ts';
import { between, fork, logNormal, pickSkewed } from '../random.ts';
import { batchRhythm } from '../rhythm.ts';
import { systemPrompt } from '../text/instructions.ts';
import { anyTask } from '../text/tasks.ts';
import { createVoice } from '../text/voice.ts';

/** CI suites and cron jobs: a handful of prompts, the same every time. */
export const createScheduledChecks: PersonaFactory = ({ random }) => {
  const voice = createVoice(random);
  const system = systemPrompt(random);
  const prompts = Array.from({ length: between(random, 2, 12) }, () =>
    anyTask(voice, fork(random)),
  );
  const perDay = logNormal(random, 6, 0.7);
  return {
    segment: 'other',
    rhythm: { ...batchRhythm(random, perDay), turns: between(random, 1, 8), nightShare: 0.8 },
    compose: () => ({
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: pickSkewed(random, prompts) },
      ],
      answer: voice,
      outputTokens: 90,
      request: { temperature: 0 },
    }),
  };
};
