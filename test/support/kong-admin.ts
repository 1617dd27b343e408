import { startReceiver, type Received } from './receiver.ts';
import type { Teardown } from './temp-folder.ts';

interface Consumer {
  readonly id: string;
  readonly custom_id: string | null;
  readonly username: string | null;
  readonly groups: Set<string>;
}

const token = 'kong-admin-secret';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const unknown = { status: 404, body: { message: 'Not found' } };

function changeGroups({ groups }: Consumer, { method, body }: Received, group: string): Answer {
  if (method === 'DELETE') return groups.delete(group) ? { status: 204 } : unknown;
  const { group: joined } = JSON.parse(body) as { group: string };
  if (groups.has(joined)) {
    const message = 'UNIQUE violation detected on group';
    return { status: 409, body: { code: 5, name: 'unique constraint violation', message } };
  }
  groups.add(joined);
  return { status: 201, body: { id: `acl-${joined}`, group: joined } };
}

/**
 * Kong's Admin API as its documentation has it: consumers by custom id, name or id, and the groups of a consumer. Asks
 * for the token that it returns.
 */
export async function startKongAdmin(t: Teardown) {
  const consumers: Consumer[] = [];
  const receiver = await startReceiver(t);
  const answerTo = (call: Received): Answer => {
    if (call.headers['kong-admin-token'] !== token) {
      return { status: 401, body: { message: 'Unauthorized' } };
    }
    const { pathname, searchParams } = new URL(call.path, receiver.url);
    const [, , consumer, , group = ''] = pathname.replace(/^\/hook/, '').split('/');
    if (consumer === undefined) {
      const asked = searchParams.get('custom_id');
      const data = consumers.filter((each) => asked === null || each.custom_id === asked);
      return { status: 200, body: { data, next: null } };
    }
    const name = decodeURIComponent(consumer);
    const found = consumers.find(({ id, username }) => id === name || username === name);
    return found === undefined ? unknown : changeGroups(found, call, group);
  };
  receiver.answer((response, call) => {
    const { status, body } = answerTo(call);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  const add = (given: Partial<Consumer>): Set<string> => {
    const groups = new Set<string>();
    const id = `id-${String(consumers.length)}`;
    consumers.push({ id, custom_id: null, username: null, ...given, groups });
    return groups;
  };
  return { ...receiver, token, add };
}
