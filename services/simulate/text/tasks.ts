import { code, codeLanguages } from './code.ts';
import { english } from './language-english.ts';
import { compileLines, expand, type Pattern } from './pattern.ts';
import { paragraph, question, say, type Voice } from './voice.ts';
import { between, chance, pick, type Random } from '../random.ts';

/** Writes one self-contained request in a voice. */
export type TaskKind = (voice: Voice, random: Random) => string;

function asksWith(lines: string): TaskKind {
  const patterns: readonly Pattern[] = compileLines(lines);
  return (voice, random) => expand(pick(random, patterns), voice.lexicon, random);
}

function asksAbout(lines: string, material: TaskKind): TaskKind {
  const ask = asksWith(lines);
  return (voice, random) =>
    chance(random, 0.5)
      ? `${ask(voice, random)}\n\n${material(voice, random)}`
      : `${material(voice, random)}\n\n${ask(voice, random)}`;
}

const passage: TaskKind = (voice, random) => paragraph(voice, between(random, 2, 6), random);
const source: TaskKind = (voice, random) =>
  code(pick(random, codeLanguages), voice.lexicon, random);

/** What people ask of a model, whoever they are: honest customers and harvesters draw from the same kinds. */
export const taskKinds: Readonly<Record<string, TaskKind>> = {
  ask: question,
  sums: asksWith(`
    {p} has {d} boxes, each with {g} of the {n}. After {p} takes {d} away, {c} doubles the rest. How many are left?
    A {n} costs {g} at {w} and {d} percent less at {c}. How much do {d} of them cost together?
    Two {n} teams start {d} km apart and close in at {d} and {d} km per hour. When do they meet?
    {c} pays {g} a month and {d} for each {n} over {d}. What is the bill for {g} of them?
    In a group of {d} people, {d} own a {n}. What is the chance that two picked at random both do?
  `),
  plan: asksWith(`
    Make a plan of {d} days for {p} to {v} the {n} without a {a} {n}.
    Give me a checklist to {v} a {a} {n} at {w}, with the risks of each step.
    List {d} ways to {v} the {n} and rank them by cost.
    Outline a workshop about the {n} for people who have never had to {v} one.
  `),
  write: asksWith(`
    Write a short note to {p} about the {a} {n} at {w}.
    Draft an announcement: {c} will {v} its {n} and stop offering the {n}.
    Write a story in which {p} finds a {a} {n} and {p} does not believe it.
    Write a polite refusal to {v} the {n} that {c} asked for.
    Describe the {n} of {c} in {d} words for somebody who loves the {n}.
  `),
  compare: asksWith(`
    Compare the {n} with the {n} for {c}: cost, effort, and what happens when it gets {a}.
    Which is the stronger argument: that the {n} is {a}, or that {p} had to {v} the {n}?
    Weigh up whether {c} should {v} the {n} or keep a {a} {n}.
  `),
  summarise: asksAbout(
    `
    Summarise this in {d} words.
    What are the main points here?
    Pull out who does what, as a list.
    Turn this into three bullet points for {p}.
  `,
    passage,
  ),
  extract: asksAbout(
    `
    Return the names and numbers in this text as JSON.
    Which claims in this passage can be checked, and how?
    Rewrite this so that {p} understands it.
    Is the tone of this friendly, neutral or angry? Say why.
  `,
    passage,
  ),
  debug: asksAbout(
    `
    Why does this return too few rows when {n} is empty?
    Find the bug in this and fix it.
    Add a test for the case in which {p} passes {d}.
    Rewrite this so that it does not allocate for every item.
    Explain line by line what this does.
  `,
    source,
  ),
  build: asksWith(`
    Write a function that takes a list of {n} records and returns the {d} that are most {a}.
    Design a table for {n} and {n}, with the constraints it needs.
    Implement a small parser for lines like "{c}:{d}={g}" and say how it fails.
    Write a script that watches the {n} folder and tells {p} when a file is {a}.
  `),
  puzzle: asksWith(`
    {p}, {p} and {p} each own one {n}. The owner of the {a} one sits left of {p}. Who owns which?
    If every {a} {n} needs a {n}, and {c} has {d} of one and {d} of the other, what must be true?
    One of the {d} {n} crates is lighter. How few weighings find it, and why?
  `),
};

const kindNames = Object.keys(taskKinds);

/** In other languages than English: a question, or something to do, with a passage to do it to. */
function foreignTask(voice: Voice, random: Random): string {
  if (chance(random, 0.3)) return question(voice, random);
  const request = say(voice, voice.language.requests, random);
  return chance(random, 0.5) ? request : `${request}\n\n${passage(voice, random)}`;
}

export function taskOfKind(kind: string, voice: Voice, random: Random): string {
  if (voice.language !== english) return foreignTask(voice, random);
  const write = taskKinds[kind] ?? question;
  return write(voice, random);
}

export function anyTask(voice: Voice, random: Random): string {
  return taskOfKind(pick(random, kindNames), voice, random);
}
