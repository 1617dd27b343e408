import { createRandom, fork, type Random } from './random.ts';
import { createBankVoices } from './text/task-bank.ts';
import { systemPrompt } from './text/instructions.ts';
import type { Voice } from './text/voice.ts';
import { clientCatalogue, type ClientKind } from './infrastructure.ts';
import { codingAgents, type CodingAgent } from './honest/agent-catalogue.ts';

/** What all accounts of a simulation share: the provider's models, popular tools, the words of the world. */
export interface World {
  readonly startAt: number;
  readonly endAt: number;
  /** When the newest model appears. */
  readonly releaseAt: number;
  readonly random: Random;
  readonly bankVoices: readonly Voice[];
  /** System prompts that tutorials and tools hand to everybody. */
  readonly commonPrompts: readonly string[];
  readonly codingAgents: readonly CodingAgent[];
  readonly clients: readonly ClientKind[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly startAt: number;
  readonly days: number;
}

const dayMs = 86_400_000;

export function createWorld(options: WorldOptions): World {
  const random = createRandom(options.seed, 1);
  const span = options.days * dayMs;
  return {
    startAt: options.startAt,
    endAt: options.startAt + span,
    releaseAt: options.startAt + span * (0.4 + random.next() * 0.2),
    bankVoices: createBankVoices(fork(random)),
    commonPrompts: [
      'You are a helpful assistant.',
      'You are a helpful assistant. Answer briefly.',
      ...Array.from({ length: 4 }, () => systemPrompt(random)),
    ],
    codingAgents: codingAgents(fork(random)),
    clients: clientCatalogue(fork(random)),
    random,
  };
}
