import type { Message, UsageEvent } from '../../../services/contracts/usage-event.ts';
import { addToBottomK } from '../sketches/bottom-k.ts';
import { addCell } from '../sketches/coverage.ts';
import { combine32, hashString32 } from '../sketches/hash.ts';
import { addHash } from '../sketches/hyper-log-log.ts';
import { addKey } from '../sketches/space-saving.ts';
import { readText, type TextReading } from '../text/read-text.ts';
import type { Content, ContentSizes } from './content.ts';
import { addSize } from './moments.ts';
import { accountSizes, type Profile } from './profile.ts';
import { noSystemPrompt, subStreamOf, subStreamSizes } from './sub-stream.ts';
import { addToTemplate } from './templates.ts';

/** What one request says of whoever sent it; `text` is null where it continues a conversation. */
interface Turn {
  readonly system: number;
  readonly outputTokens: number;
  readonly hasEndUser: boolean;
  readonly endUser: number;
  readonly text: TextReading | null;
  readonly last: Message;
}

/** Adds what the messages say to the profile and to the sub-stream of their client, where there is more than one. */
export function foldContent(profile: Profile, event: UsageEvent): void {
  const messages = readableOf(event);
  const last = messages.at(-1);
  if (last === undefined) {
    profile.counters.unreadable++;
    return;
  }
  const system = foldSystemPrompt(profile, messages);
  const request = messages.findLast((message) => message.role === 'user');
  const isContinued = messages.some(({ role }) => role === 'assistant' || role === 'tool');
  const isOpener = !isContinued && request !== undefined;
  const turn: Turn = {
    system,
    outputTokens: event.usage?.output_tokens ?? 0,
    hasEndUser: event.end_user_id !== undefined,
    endUser: event.end_user_id === undefined ? 0 : hashString32(event.end_user_id),
    text: isOpener ? readText(request.content) : null,
    last,
  };
  foldTurn(profile, turn, accountSizes);
  if (turn.text !== null) addToBottomK(profile.items, turn.text.exact, '');
  foldSubStream(profile, turn);
}

function readableOf({ messages = [], content_state: state }: UsageEvent): readonly Message[] {
  return state === 'redacted' || state === 'absent' ? [] : messages;
}

function foldSystemPrompt(profile: Profile, messages: readonly Message[]): number {
  const first = messages[0];
  if (first?.role !== 'system') return 0;
  const system = hashString32(first.content);
  profile.counters.withSystemPrompt++;
  addHash(profile.distinct.systemPrompts, system);
  addKey(profile.heavy.system, system);
  return system;
}

/** An account of one client has no sub-streams: it would be the account over again. */
function foldSubStream(profile: Profile, turn: Turn): void {
  const client = turn.system === 0 ? noSystemPrompt : turn.system;
  if (profile.firstClient === 0) profile.firstClient = client;
  if (profile.subStreams.length === 0 && client === profile.firstClient) return;
  const stream = subStreamOf(profile.subStreams, client);
  stream.counters.requests++;
  if (turn.system !== 0) stream.counters.withSystemPrompt++;
  if (turn.hasEndUser) {
    stream.counters.withEndUser++;
    addHash(stream.distinct.endUsers, turn.endUser);
  }
  foldTurn(stream, turn, subStreamSizes);
}

function foldTurn(content: Content, turn: Turn, sizes: ContentSizes): void {
  if (turn.text !== null) foldOpener(content, turn, sizes);
  else if (turn.last.role === 'tool') foldToolResult(content, turn.last);
  else if (turn.last.role !== 'system') content.counters.followUps++;
}

function foldToolResult({ counters, distinct, moments }: Content, { content }: Message): void {
  counters.toolTurns++;
  counters.toolResults++;
  // Numbers masked: a stub that counts up is one result.
  const result = readText(content);
  addHash(
    distinct.toolResults,
    result.words.subarray(0, result.wordCount).reduce(combine32, result.tokens),
  );
  addSize(moments.toolResult, content.length);
}

function foldOpener(content: Content, turn: Turn, sizes: ContentSizes): void {
  const { counters, distinct, moments, words } = content;
  const { text, outputTokens, system } = turn;
  if (text === null) return;
  counters.openers++;
  if (text.hasLineBreak) counters.lineBreaks++;
  if (text.hasDigit) counters.numbers++;
  if (isQuestionMark(text.endsWithMark)) counters.questions++;
  addHash(distinct.prompts, text.exact);
  for (let index = 0; index < text.wordCount; index++) addCell(words, text.words[index] ?? 0);
  addSize(moments.text, text.length);
  addSize(moments.output, outputTokens);
  addToTemplate(content, text, { system, outputTokens, limit: sizes.templates });
}

/** The question marks of Latin, Greek, Arabic, Armenian, Ethiopic and full-width scripts. */
function isQuestionMark(unit: number): boolean {
  return [0x3f, 0x37e, 0x61f, 0x55e, 0x1367, 0xff1f].includes(unit);
}
