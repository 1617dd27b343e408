import { open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Input } from '../inputs/input.ts';
import { fileUnreadable } from '../inputs/local-file.ts';
import { holdLock } from './hold-lock.ts';

const header = z.object({ replay: z.literal(1), url: z.string(), format: z.string() });
const named = z.tuple([z.string(), z.string()]);
const entry = z.union([
  z.object({ begin: z.array(named), events: z.number() }),
  z.object({ sent: z.number() }),
  z.object({ finish: z.literal(true) }),
]);
type Entry = z.output<typeof entry>;

/** Inputs that are sent together, and how far intake has them. */
export interface OpenGroup {
  readonly inputs: readonly (readonly [name: string, version: string])[];
  /** Events that the inputs came to. */
  readonly events: number;
  /** The first so many of them, in their order, were answered. */
  readonly sent: number;
}

/** What a replay has done, kept so that it goes on after a crash and sends nothing again that is known to have arrived. */
export interface ReplayJournal {
  readonly isFinished: (input: Input) => boolean;
  /** The group that was under way when the last run ended. */
  readonly open: OpenGroup | undefined;
  readonly begin: (inputs: readonly Input[], events: number) => Promise<void>;
  /** `count` of the group's events, from the first, were answered. */
  readonly sent: (count: number) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Past {
  readonly finished: ReadonlyMap<string, string>;
  readonly open: OpenGroup | undefined;
}

export interface JournalOf {
  readonly url: string;
  readonly format: string;
}

function recall(entries: readonly Entry[]): Past {
  const finished = new Map<string, string>();
  let open: OpenGroup | undefined;
  for (const each of entries) {
    if ('begin' in each) open = { inputs: each.begin, events: each.events, sent: 0 };
    else if ('sent' in each) open = open && { ...open, sent: each.sent };
    else {
      for (const [name, version] of open?.inputs ?? []) finished.set(name, version);
      open = undefined;
    }
  }
  return { finished, open };
}

function unreadable(path: string, problem: string, cause?: unknown): AppError {
  return new AppError('file_unreadable', `${path} cannot be read: ${problem}.`, { cause });
}

async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return Buffer.alloc(0);
    throw fileUnreadable(path, cause);
  }
}

function readPast(path: string, lines: readonly string[], { url, format }: JournalOf): Past {
  try {
    const [first = '', ...rest] = lines;
    const of = header.parse(JSON.parse(first));
    if (of.url === url && of.format === format)
      return recall(rest.map((line) => entry.parse(JSON.parse(line))));
    throw unreadable(path, `it is the state of a replay of ${of.format} to ${of.url}`);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unreadable(path, 'it is not the state of a replay', cause);
  }
}

/** What a crash left of the last line is cut off, once the file is known to be a journal. Undefined for a new one. */
async function restore(path: string, of: JournalOf): Promise<Past | undefined> {
  const bytes = await readIfThere(path);
  if (bytes.length === 0) return undefined;
  const end = bytes.lastIndexOf('\n') + 1;
  const past = readPast(path, bytes.toString('utf8', 0, end).split('\n').slice(0, -1), of);
  if (end < bytes.length) await truncate(path, end);
  return past;
}

async function openToAppend(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'a', 0o600);
  } catch (cause) {
    throw new AppError('file_unwritable', `${path} cannot be written.`, { cause });
  }
}

/** Keeps nothing: every run sends everything. */
export const noJournal: ReplayJournal = {
  isFinished: () => false,
  open: undefined,
  begin: () => Promise.resolve(),
  sent: () => Promise.resolve(),
  finish: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/**
 * Opens or starts the journal at `path`, a text of one JSON object a line. Throws file_unreadable when it is none or
 * that of another replay, file_locked while another process uses it, file_unwritable.
 */
export async function openJournal(path: string, of: JournalOf): Promise<ReplayJournal> {
  const release = await holdLock(`${path}.lock`);
  try {
    const past = await restore(path, of);
    const file = await openToAppend(path);
    const write = async (line: object) => {
      await file.appendFile(`${JSON.stringify(line)}\n`);
    };
    if (past === undefined) await write({ replay: 1, ...of });
    return {
      isFinished: ({ name, version }) => past?.finished.get(name) === version,
      open: past?.open,
      begin: (inputs, events) =>
        write({ begin: inputs.map(({ name, version }) => [name, version]), events }),
      sent: (sent) => write({ sent }),
      finish: async () => {
        await write({ finish: true });
        await file.datasync();
      },
      close: async () => {
        await file.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
