import { AppError } from '../errors.ts';
import { staffRoles } from '../storage/staff-users.ts';

/** `program` is whoever calls with an API key of scope `api`. */
export const callerRoles = [...staffRoles, 'program'] as const;
export type CallerRole = (typeof callerRoles)[number];

/** Who may do what. Every route of the console and the API names one of these. */
export const permissions = {
  read: callerRoles,
  work_cases: ['reviewer', 'lead', 'admin', 'program'],
  /** Give a case to somebody else, or take it from them. */
  assign_others: ['lead', 'admin', 'program'],
  undo_others: ['lead', 'admin', 'program'],
  manage_allow_list: ['lead', 'admin'],
  decide_bulk: ['lead', 'admin', 'program'],
  /** Label blindly what others decided. */
  second_look: ['reviewer', 'lead', 'admin'],
  /** Judge an appeal, when one had no part in the decision. A program is nobody. */
  rule_appeals: ['reviewer', 'lead', 'admin'],
  /** Be the second person. A program is nobody. */
  approve: ['lead', 'admin'],
  /** Where decisions are sent to, and with which keys. */
  manage_endpoints: ['admin'],
  read_audit: ['lead', 'admin', 'auditor'],
  /** Users, their roles, and keys. */
  manage_people: ['admin'],
  /** One's own password and sessions. A program has neither. */
  own_sign_in: staffRoles,
} as const satisfies Readonly<Record<string, readonly CallerRole[]>>;

export type Permission = keyof typeof permissions;

export interface Caller {
  /** 'staff:ID' or 'key:ID', as the history and the audit trail name them. */
  readonly actor: string;
  /** For people to read: the address, or the name of the key. */
  readonly name: string;
  readonly role: CallerRole;
}

export function isAllowed(role: CallerRole, permission: Permission): boolean {
  return (permissions[permission] as readonly CallerRole[]).includes(role);
}

/** Throws role_forbidden. */
export function requirePermission({ role }: Caller, permission: Permission): void {
  if (isAllowed(role, permission)) return;
  const may = permissions[permission].join(', ');
  throw new AppError(
    'role_forbidden',
    `The role ${role} may not do this; it takes one of: ${may}.`,
  );
}
