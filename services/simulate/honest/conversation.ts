import type { Message } from '../../contracts/usage-event.ts';
import type { Random } from '../random.ts';
import { anyTask } from '../text/tasks.ts';
import { typed } from '../text/typos.ts';
import { followUp, paragraph, type Voice } from '../text/voice.ts';

interface ConversationOptions {
  readonly random: Random;
  readonly system?: string | undefined;
  /** What the first turn asks; a task of any kind when absent. */
  readonly open?: (voice: Voice) => string;
}

/** A person who asks, reads the answer and asks on. The next turn repeats the last exchange, as clients do. */
export function createConversation(
  options: ConversationOptions,
): (voice: Voice, turn: number) => Message[] {
  const { random, system } = options;
  const open = options.open ?? ((voice: Voice) => anyTask(voice, random));
  let last: Message[] = [];
  return (voice, turn) => {
    const content = typed(random, turn === 0 ? open(voice) : followUp(voice, random));
    const earlier = turn === 0 ? [] : last;
    const asked: Message = { role: 'user', content };
    last = [asked, { role: 'assistant', content: paragraph(voice, 1, random) }];
    const messages = [...earlier, asked];
    return system === undefined ? messages : [{ role: 'system', content: system }, ...messages];
  };
}
