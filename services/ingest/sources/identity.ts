/** Who and where a call came from, as far as a source can say. */
export const identityRoles = [
  'account_id',
  'api_key_id',
  'org_id',
  'end_user_id',
  'session_id',
  'ip',
  'user_agent',
] as const;

export type IdentityRole = (typeof identityRoles)[number];

/** For each role, the names under which a source may carry it; the first that holds something counts. */
export type IdentityMapping = Readonly<Record<IdentityRole, readonly string[]>>;

export type Identity = Readonly<Partial<Record<IdentityRole, string>>>;

/** Gateways write `-` or nothing where they have nothing to say. */
function readName(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const name = value.trim();
  return name === '' || name === '-' ? undefined : name;
}

/**
 * The identity of one record by its source's mapping. `lookup` gives what the record holds under a name, undefined
 * when nothing. A role that no name answers for is left out: it is never guessed from another.
 */
export function findIdentity(
  mapping: IdentityMapping,
  lookup: (name: string) => unknown,
): Identity {
  const found: Partial<Record<IdentityRole, string>> = {};
  for (const role of identityRoles) {
    for (const name of mapping[role]) {
      const value = readName(lookup(name));
      if (value === undefined) continue;
      found[role] = value;
      break;
    }
  }
  return found;
}
