import { startReceiver, type Received } from './receiver.ts';
import type { Teardown } from './temp-folder.ts';

export interface ProxyKey {
  readonly user_id: string;
  blocked: boolean | null;
  rpm_limit: number | null;
  tpm_limit: number | null;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const masterKey = 'sk-master';
const unknown = { status: 404, body: { error: { message: 'Key not found', code: '404' } } };

const changes: Readonly<Record<string, (key: ProxyKey, sent: Partial<ProxyKey>) => void>> = {
  '/key/block': (key) => {
    key.blocked = true;
  },
  '/key/unblock': (key) => {
    key.blocked = false;
  },
  '/key/update': (key, { rpm_limit: rpm, tpm_limit: tpm }) => {
    if (rpm !== undefined) key.rpm_limit = rpm;
    if (tpm !== undefined) key.tpm_limit = tpm;
  },
};

/** The part of LiteLLM's management API that keys are restricted by, as its documentation has it. */
export async function startLiteLlmProxy(t: Teardown) {
  const keys = new Map<string, ProxyKey>();
  const receiver = await startReceiver(t);

  const list = (asked: URLSearchParams): Answer => {
    const [page, size] = [Number(asked.get('page') ?? 1), Number(asked.get('size') ?? 10)];
    const all = [...keys].filter(([, { user_id: user }]) => user === asked.get('user_id'));
    const shown = all.slice((page - 1) * size, page * size).map(([hash]) => hash);
    const totals = { total_count: all.length, total_pages: Math.ceil(all.length / size) };
    return { status: 200, body: { keys: shown, current_page: page, ...totals } };
  };
  const answerTo = ({ headers, path, body }: Received): Answer => {
    if (headers.authorization !== `Bearer ${masterKey}`) return { status: 401, body: {} };
    const { pathname, searchParams } = new URL(path, receiver.url);
    const name = pathname.replace(/^\/hook/, '');
    if (name === '/key/list') return list(searchParams);
    if (name === '/v1/models') return { status: 200, body: { data: [] } };
    const sent = body === '' ? {} : (JSON.parse(body) as Partial<ProxyKey> & { key?: string });
    const hash = sent.key ?? searchParams.get('key') ?? '';
    const found = keys.get(hash);
    if (found === undefined) return unknown;
    changes[name]?.(found, sent);
    return { status: 200, body: { key: hash, info: found } };
  };
  const answer = (call: Received, isLost = false) => {
    const { status, body } = answerTo(call);
    return { status: isLost ? 503 : status, text: JSON.stringify(body) };
  };
  let lost: (call: Received) => boolean = () => false;
  receiver.answer((response, call) => {
    const { status, text } = answer(call, lost(call));
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  const add = (hash: string, given: Partial<ProxyKey> & Pick<ProxyKey, 'user_id'>): ProxyKey => {
    const key = { blocked: null, rpm_limit: null, tpm_limit: null, ...given };
    keys.set(hash, key);
    return key;
  };
  return {
    ...{ ...receiver, masterKey, add },
    /** These calls are carried out, and answered as if they had failed. */
    loseAnswers: (which: (call: Received) => boolean) => {
      lost = which;
    },
  };
}
