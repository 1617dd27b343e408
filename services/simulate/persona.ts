import type { segments } from '../contracts/account.ts';
import type { Message, UsageEvent } from '../contracts/usage-event.ts';
import type { ClientKind } from './infrastructure.ts';
import type { Random } from './random.ts';
import type { Moment, Rhythm } from './rhythm.ts';
import type { Voice } from './text/voice.ts';
import type { World } from './world.ts';

export type Segment = (typeof segments)[number];

/** What is asked in one call, before the account's habits and network are added. */
export interface Exchange {
  readonly messages: Message[];
  /** The answer, or the voice to write one in. */
  readonly answer: string | Voice;
  /** Mean length of the answer; what comes out varies around it. */
  readonly outputTokens: number;
  /** Tokens of the request that `messages` does not show, such as earlier turns. */
  readonly hiddenTokens?: number;
  readonly model?: string;
  readonly endUserId?: string;
  readonly request?: UsageEvent['request'];
}

/** One way to use the API. */
export interface Persona {
  readonly segment: Segment;
  /** What the tool in use sends its calls with; anything, where there is none. */
  readonly program?: ClientKind;
  readonly rhythm: Rhythm;
  compose(moment: Moment): Exchange;
}

/** What a scenario is given to build the persona of one account. */
export interface Casting {
  readonly world: World;
  /** The account's own randomness. */
  readonly random: Random;
}

export type PersonaFactory = (casting: Casting) => Persona;
