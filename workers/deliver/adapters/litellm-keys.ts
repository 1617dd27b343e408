import { z } from 'zod';
import type { KeyBefore } from '../../../services/storage/key-holds.ts';
import type { Posted } from '../call-once.ts';
import { misread, parseAnswer, type CallApi } from './adapter.ts';

const limit = z.number().nullish();
const keyInfo = z.object({
  info: z.object({ blocked: z.boolean().nullish(), rpm_limit: limit, tpm_limit: limit }),
});
const keyPage = z.object({
  keys: z.array(z.union([z.string().min(1), z.object({ token: z.string().min(1) })])),
  total_pages: z.number().int().nullish(),
});

const pageSize = 100;

type FoundKey =
  { readonly state: KeyBefore } | { readonly posted: Posted; readonly isGone: boolean };

/** How the proxy has a key now. */
export async function readKey(call: CallApi, key: string): Promise<FoundKey> {
  const answered = await call({ method: 'GET', path: `/key/info?key=${encodeURIComponent(key)}` });
  if (answered.error !== null) return { posted: answered, isGone: answered.status === 404 };
  const read = keyInfo.safeParse(parseAnswer(answered));
  if (!read.success) return { posted: misread(answered), isGone: false };
  const { blocked, rpm_limit: rpmLimit, tpm_limit: tpmLimit } = read.data.info;
  return {
    state: { blocked: blocked === true, rpmLimit: rpmLimit ?? null, tpmLimit: tpmLimit ?? null },
  };
}

type FoundKeys = { readonly keys: readonly string[] } | { readonly posted: Posted };

/** Page by page; the time that a delivery may take ends what never would. */
async function listPages(call: CallApi, userId: string): Promise<FoundKeys> {
  const keys: string[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const asked = { user_id: userId, page: String(page), size: String(pageSize) };
    const query = new URLSearchParams(asked).toString();
    const answered = await call({ method: 'GET', path: `/key/list?${query}` });
    if (answered.status === 404) break;
    if (answered.error !== null) return { posted: answered };
    const read = keyPage.safeParse(parseAnswer(answered));
    if (!read.success) return { posted: misread(answered) };
    keys.push(...read.data.keys.map((each) => (typeof each === 'string' ? each : each.token)));
    pages = read.data.total_pages ?? 1;
  }
  return { keys };
}

/** The keys of a target: itself when it is one, all of the user's when it is an account. */
export async function listUserKeys(
  call: CallApi,
  { scope, value }: { readonly scope: string; readonly value: string },
): Promise<FoundKeys> {
  if (scope === 'account') {
    const listed = await listPages(call, value);
    if ('posted' in listed || listed.keys.length > 0) return listed;
  }
  // An account without a user is the hash of its key.
  const found = await readKey(call, value);
  if ('state' in found) return { keys: [value] };
  return found.isGone ? { keys: [] } : { posted: found.posted };
}
