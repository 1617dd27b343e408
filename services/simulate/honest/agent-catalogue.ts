import { below, fork, sample, type Random } from '../random.ts';
import { drawClientKind, type ClientKind } from '../infrastructure.ts';
import { systemPrompt } from '../text/instructions.ts';

/** A coding tool that thousands of accounts run unchanged. */
export interface CodingAgent {
  readonly prompt: string;
  readonly tools: readonly string[];
  readonly program: ClientKind;
}

const toolNames =
  'read_file,write_file,apply_patch,run_command,search_code,list_files,run_tests,open_url,todo_list,git_diff'.split(
    ',',
  );

export function codingAgents(random: Random): readonly CodingAgent[] {
  return Array.from({ length: 3 }, () => {
    const own = fork(random);
    return {
      prompt: `${systemPrompt(own)} Work in small steps inside the repository. Read before you edit. Run the tests after every change and stop when they pass.`,
      tools: sample(own, toolNames, 5 + below(own, 4)),
      program: drawClientKind(own, 'code-agent/3.1'),
    };
  });
}
