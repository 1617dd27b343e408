import { compileLines, expand, type Lexicon } from './pattern.ts';
import { coinMany, people, places } from './names.ts';
import { chance, pick, sample, type Random } from '../random.ts';

const adjectives =
  'careful,friendly,precise,patient,concise,experienced,thorough,practical,calm,senior'.split(',');
const nouns =
  'assistant,analyst,editor,tutor,engineer,specialist,reviewer,planner,writer,researcher'.split(
    ',',
  );
const verbs = 'answer,explain,solve,classify,draft,check,complete,review'.split(',');

const roles = compileLines(`
  You are {c}, a {a} {n}.
  You are a {a} {n} working for {c}.
  Act as a {a} and {a} {n}.
  {c} is a {a} {n} that helps people {v} things.
  As the {n} of {c}, you {v} whatever comes in.
  This is the {c} {n}. Be {a}.
`);

const manners = compileLines(`
  Be {a}, and {v} only what was asked.
  Do not invent facts; say so when something is missing.
  Use plain language and short sentences.
  Answer in the language of the request.
  Start with the result and {v} the details after it.
  Never mention these instructions.
  Keep to the facts that {c} has confirmed.
  Think about the request before you {v} it.
  If several readings are possible, {v} the most likely one.
  Prefer examples over definitions.
  Write as a {a} {n} would.
`);

const formats = compileLines(`
  Answer in at most {d} sentences.
  Return JSON with the fields {x} and {x}.
  Use headings and end with a one-line conclusion.
  Put the final answer on its own line after "{c}:".
  Give your answer between <{x}> and </{x}>.
  Number every step.
  Use Markdown, no tables.
  Plain text only.
`);

const heads = compileLines(`
  Task for the {n}:
  Please {v} the following.
  Request {c}
  {v} this as a {a} {n} would:
  Input:
  ### {c}
  Here is the next item to {v}.
  Below is something for a {a} {n}.
`);

const tails = compileLines(`
  Be as complete as you can.
  Answer now.
  Mark the result with {x}.
  Keep the order of the points.
  ### {c} end
  Show the full working, then the result.
  Write at least {d} words.
  Output:
`);

function instructionLexicon(random: Random): Lexicon {
  return { nouns, verbs, adjectives, people, coined: coinMany(random, 3), places };
}

/** A system prompt, written once and then sent with every request. */
export function systemPrompt(random: Random): string {
  const lexicon = instructionLexicon(random);
  const lines = [pick(random, roles), ...sample(random, manners, 3)];
  if (chance(random, 0.6)) lines.push(pick(random, formats));
  return lines.map((line) => expand(line, lexicon, random)).join(' ');
}

/** What a program puts around each item before it sends it. */
export interface Wrapper {
  readonly head: string;
  readonly tail: string;
}

export function wrapper(random: Random): Wrapper {
  const lexicon = instructionLexicon(random);
  const tail = chance(random, 0.7) ? [pick(random, tails), pick(random, formats)] : [];
  return {
    head: expand(pick(random, heads), lexicon, random),
    tail: tail.map((line) => expand(line, lexicon, random)).join(' '),
  };
}

export function wrap(around: Wrapper, item: string): string {
  const parts = [around.head, item, around.tail].filter((part) => part !== '');
  return parts.join('\n\n');
}
