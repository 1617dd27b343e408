import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { makeTempFolder, type Teardown } from './temp-folder.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export interface BrowserPipe {
  send(
    method: string,
    params?: object,
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>>;
  onEvent(listener: (method: string, params: Record<string, unknown>) => void): void;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** CHROMIUM_PATH, or the first Chromium on the PATH; undefined without any. */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined) return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

function parseMessages(stream: Readable, onMessage: (message: Message) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) onMessage(JSON.parse(part) as Message);
  });
}

function createPipe(input: Writable, output: Readable): BrowserPipe {
  const waiting = new Map<number, (message: Message) => void>();
  const listeners: Parameters<BrowserPipe['onEvent']>[0][] = [];
  let lastId = 0;
  parseMessages(output, (message) => {
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else for (const hear of listeners) hear(message.method ?? '', message.params ?? {});
  });
  return {
    onEvent: (listener) => listeners.push(listener),
    send: (method, params = {}, sessionId) => {
      lastId += 1;
      const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
      waiting.set(lastId, ({ result, error }) => {
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`${method}: ${error.message}`));
      });
      input.write(`${JSON.stringify({ id: lastId, method, params, sessionId })}\0`);
      return promise;
    },
  };
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--no-first-run',
  '--remote-debugging-pipe',
];

/** A Chromium of this test's own, spoken to over a pipe in its own protocol, so that no browser library is needed. */
export async function startBrowser(t: Teardown, binary: string): Promise<BrowserPipe> {
  const folder = await makeTempFolder(t);
  const browser = spawn(binary, [...flags, `--user-data-dir=${folder}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => browser.once('exit', () => resolve()));
  t.teardown(async () => {
    browser.kill();
    await ended;
  });
  return createPipe(browser.stdio[3] as Writable, browser.stdio[4] as Readable);
}
