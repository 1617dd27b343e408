import type { BrowserPipe } from './browser-pipe.ts';

export interface BrowserPage {
  /** Complaints of the browser since the page was opened: scripts, styles and forms that a policy refused among them. */
  readonly complaints: readonly string[];
  open(url: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Types into the field that has this label. */
  type(label: string, text: string): Promise<void>;
  /** A named key, or a character. */
  press(key: string): Promise<void>;
  /** Types where the focus is. */
  write(text: string): Promise<void>;
  /** Does what leads to another page and waits until that has loaded. */
  follow(act: () => Promise<unknown>): Promise<void>;
  click(selector: string): Promise<void>;
  text(selector: string): Promise<string>;
  resize(width: number): Promise<void>;
  prefer(scheme: 'light' | 'dark'): Promise<void>;
}

const keyCodes: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, Escape: 27, ArrowDown: 40 };
const loadDeadlineMs = 20_000;

/** Opens an empty page of the browser. */
export async function openPage(browser: BrowserPipe): Promise<BrowserPage> {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const attached = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const sessionId = String(attached['sessionId']);
  const send = (method: string, params: object = {}) => browser.send(method, params, sessionId);
  const complaints: string[] = [];
  let heardLoad = () => undefined as unknown;
  browser.onEvent((method, params) => {
    if (method === 'Page.loadEventFired') heardLoad();
    if (method === 'Log.entryAdded') complaints.push(JSON.stringify(params['entry']));
  });
  await Promise.all([send('Page.enable'), send('Log.enable'), send('Runtime.enable')]);

  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const answer = await send('Runtime.evaluate', {
      ...{ expression, returnByValue: true, awaitPromise: true },
    });
    if (answer['exceptionDetails'] !== undefined) throw new Error(`failed: ${expression}`);
    return (answer['result'] as { value: Value }).value;
  };
  const follow = async (act: () => Promise<unknown>) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(reject, loadDeadlineMs, new Error('no page was loaded in time'));
    heardLoad = () => {
      resolve(undefined);
    };
    await act();
    await promise.finally(() => {
      clearTimeout(timer);
    });
  };
  return {
    complaints,
    evaluate,
    follow,
    open: (url) => follow(() => send('Page.navigate', { url })),
    type: async (label, text) => {
      const find = `[...document.querySelectorAll('label')].find((label) => label.textContent.includes(${JSON.stringify(label)}))`;
      await evaluate(`${find}.control.focus(), ${find}.control.select()`);
      await send('Input.insertText', { text });
    },
    press: async (key) => {
      const named = keyCodes[key];
      const event = {
        key,
        ...(named === undefined ? {} : { code: key, windowsVirtualKeyCode: named }),
      };
      const text = key === 'Enter' ? '\r' : key;
      const character = named === undefined || key === 'Enter' ? { text } : {};
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...character });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
    write: async (text) => {
      await send('Input.insertText', { text });
    },
    click: (selector) => evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`),
    text: (selector) =>
      evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent.trim() ?? ''`),
    prefer: async (scheme) => {
      const features = [{ name: 'prefers-color-scheme', value: scheme }];
      await send('Emulation.setEmulatedMedia', { features });
    },
    resize: async (width) => {
      const metrics = { width, height: 800, deviceScaleFactor: 1, mobile: false };
      await send('Emulation.setDeviceMetricsOverride', metrics);
    },
  };
}
