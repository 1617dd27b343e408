import type { ClaimedDelivery } from '../../../services/storage/deliveries.ts';
import type { SettingsOf, TemplateCall } from '../../../services/webhooks/endpoint-kinds.ts';
import { restrictionOf } from '../restriction-of.ts';
import { refuse, segment, type Adapter } from './adapter.ts';

type Values = Readonly<Record<string, string>>;

const placeholder = /\{(value|scope|action|until|version|decision_id|case_id)\}/g;

function valuesOf(message: ClaimedDelivery): Values {
  return {
    value: message.value ?? '',
    scope: message.scope ?? '',
    action: restrictionOf(message.action) ?? 'release',
    until: message.until?.toISOString() ?? '',
    version: String(message.version),
    decision_id: message.decisionId ?? '',
    case_id: message.caseId ?? '',
  };
}

const fill = (text: string, values: Values) =>
  text.replace(placeholder, (_all, name: string) => values[name] ?? '');

/** Fills the strings within a JSON value, so that nothing in a value can end its string. */
function fillBody(body: unknown, values: Values): unknown {
  if (typeof body === 'string') return fill(body, values);
  if (Array.isArray(body)) return body.map((each) => fillBody(each, values));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, each]) => [name, fillBody(each, values)]),
  );
}

/** Null when a value would change where the path leads. */
function fillPath({ path }: TemplateCall, values: Values): string | null {
  const named = [...path.matchAll(placeholder)].map(([, name]) => name ?? '');
  const segments = new Map(named.map((name) => [name, segment(values[name] ?? '')]));
  if ([...segments.values()].includes(null)) return null;
  return path.replace(placeholder, (_all, name: string) => segments.get(name) ?? '');
}

/** Calls that the operator has written down, one for each restriction and one that lifts whatever there was. */
export function createTemplateAdapter(settings: SettingsOf<'http'>): Adapter {
  return async (message, call) => {
    const { scope, action } = message;
    if (!settings.scopes.some((each) => each === scope)) return refuse('scope_not_supported');
    const restriction = restrictionOf(action);
    const wanted = restriction === null ? settings.release : settings[restriction];
    // What it cannot do must not leave in force what was done before and is not wanted any more.
    const { method, path: template, body } = wanted ?? settings.release;
    const values = valuesOf(message);
    const path = fillPath({ method, path: template }, values);
    if (path === null) return refuse('target_unfit');
    const { text: _text, ...posted } = await call({ method, path, body: fillBody(body, values) });
    return posted.error === null && wanted === undefined ? refuse('action_not_supported') : posted;
  };
}
