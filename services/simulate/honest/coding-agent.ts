import type { Message } from '../../contracts/usage-event.ts';
import { newestModel } from '../models.ts';
import type { PersonaFactory } from '../persona.ts';
import { between, chance, logNormal, pick, pickSkewed } from '../random.ts';
import { humanRhythm } from '../rhythm.ts';
import { code, filePath, codeLanguages } from '../text/code.ts';
import { taskOfKind } from '../text/tasks.ts';
import { topicsNamed } from '../text/topics.ts';
import { typed } from '../text/typos.ts';
import { createVoice, paragraph } from '../text/voice.ts';

/** A developer with a popular coding tool on one repository: long sessions, real tool results, quick to take new models. */
export const createCodingAgent: PersonaFactory = ({ world, random }) => {
  const agent = pickSkewed(random, world.codingAgents);
  const voice = createVoice(random, topicsNamed('software', 'data'));
  const written = pick(random, codeLanguages);
  const adoptsAt = chance(random, 0.6)
    ? world.releaseAt + random.next() * 2 * 86_400_000
    : Infinity;
  let task: Message = { role: 'user', content: '' };
  const toolResult = (): Message => ({
    role: 'tool',
    content: `${filePath(voice.lexicon, random)}\n${code(written, voice.lexicon, random)}`,
  });
  return {
    segment: 'coding_agent',
    program: agent.program,
    rhythm: {
      ...humanRhythm(random, logNormal(random, 6, 0.9)),
      turns: between(random, 6, 16),
      gapSeconds: between(random, 8, 40),
    },
    compose: ({ at, turn }) => {
      if (turn === 0) {
        const kind = pick(random, ['debug', 'build', 'ask', 'plan']);
        task = { role: 'user', content: typed(random, taskOfKind(kind, voice, random)) };
      }
      const step: Message = { role: 'assistant', content: paragraph(voice, 1, random) };
      const work = turn === 0 ? [] : [step, toolResult()];
      return {
        messages: [{ role: 'system', content: agent.prompt }, task, ...work],
        answer: voice,
        outputTokens: 260,
        hiddenTokens: 1500 + turn * 900,
        request: { tools: [...agent.tools], stream: true },
        ...(at >= adoptsAt && { model: newestModel }),
      };
    },
  };
};
