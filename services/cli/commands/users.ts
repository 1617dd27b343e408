import { AppError } from '../../errors.ts';
import type { Pool } from '../../storage/pool.ts';
import * as changes from '../../storage/staff-changes.ts';
import {
  findStaffUserByEmail,
  listStaffUsers,
  staffRoles,
  type StaffRole,
} from '../../storage/staff-users.ts';
import { readArgs, type Command, type CommandContext } from '../command.ts';
import { formatTable } from '../format-table.ts';
import { withPool } from '../open-stores.ts';
import { createPassword } from '../../storage/new-password.ts';
import { readPassword } from '../read-password.ts';

const options = {
  email: { type: 'string' },
  role: { type: 'string' },
  'password-stdin': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

function readRole(role: string | undefined): StaffRole {
  const known = staffRoles.find((name) => name === role);
  if (known !== undefined) return known;
  throw new AppError('usage', `--role must be one of ${staffRoles.join(', ')}.`);
}

function readEmail(email: string | undefined): string {
  if (email !== undefined && /^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new AppError('usage', '--email must be an address, such as --email you@example.com.');
}

interface ChosenPassword {
  readonly password: string;
  readonly isMade: boolean;
}

// Never an argument: other users of the machine can read those, and so can the shell's history.
async function choosePassword(values: Values): Promise<ChosenPassword> {
  if (!values['password-stdin']) return { password: createPassword(), isMade: true };
  return { password: await readPassword(process.stdin), isMade: false };
}

function tell({ password, isMade }: ChosenPassword, { print, note }: CommandContext) {
  if (!isMade) return;
  print(password);
  note('The password is shown this once.');
}

/** The command line stands above the roles: whoever has it has the database. */
const actor = 'system';

async function getChange(pool: Pool, email: string): Promise<changes.StaffChange> {
  const user = await findStaffUserByEmail(pool, email);
  if (user === undefined) throw new AppError('not_found', `There is no user ${email}.`);
  return { actor, staffUserId: user.staffUserId };
}

async function create(pool: Pool, values: Values, context: CommandContext) {
  const [email, role] = [readEmail(values.email), readRole(values.role ?? 'reviewer')];
  const isTaken = (await findStaffUserByEmail(pool, email)) !== undefined;
  if (isTaken) throw new AppError('usage', `There is a user ${email} already.`);
  const chosen = await choosePassword(values);
  const user = await changes.addStaffUser(pool, actor, { email, role, password: chosen.password });
  context.note(`${user.email} may sign in as ${user.role}.`);
  tell(chosen, context);
  return 0;
}

async function list(pool: Pool, values: Values, { print }: CommandContext) {
  const users = await listStaffUsers(pool);
  if (values.json) {
    const items = users.map(({ email, role, createdAt, disabledAt }) => {
      return { email, role, created_at: createdAt, disabled_at: disabledAt };
    });
    print(JSON.stringify(items));
    return 0;
  }
  const lines = users.map(({ email, role, createdAt, disabledAt }) => {
    return [email, role, createdAt.toISOString(), disabledAt?.toISOString() ?? null];
  });
  formatTable(['email', 'role', 'created', 'disabled'], lines).forEach(print);
  return 0;
}

async function setPassword(pool: Pool, values: Values, context: CommandContext) {
  const email = readEmail(values.email);
  const change = await getChange(pool, email);
  const chosen = await choosePassword(values);
  await changes.resetPassword(pool, change, chosen.password);
  context.note(`${email} has a new password and was signed out everywhere.`);
  tell(chosen, context);
  return 0;
}

async function setRole(pool: Pool, values: Values, { print }: CommandContext) {
  const [email, role] = [readEmail(values.email), readRole(values.role)];
  await changes.changeRole(pool, await getChange(pool, email), role);
  print(`${email} is ${role} from the next click on`);
  return 0;
}

async function disable(pool: Pool, values: Values, { print }: CommandContext) {
  const email = readEmail(values.email);
  await changes.disableStaffUser(pool, await getChange(pool, email));
  print(`${email} can no longer sign in and was signed out everywhere`);
  return 0;
}

async function enable(pool: Pool, values: Values, { print }: CommandContext) {
  const email = readEmail(values.email);
  await changes.enableStaffUser(pool, await getChange(pool, email));
  print(`${email} can sign in again, with the password of before`);
  return 0;
}

const verbs = {
  ...{ create, list, disable, enable },
  ...{ 'set-password': setPassword, 'set-role': setRole },
} as const;

export const usersCommand: Command = {
  name: 'users',
  summary: 'create, list and disable the people who may sign in, and set passwords and roles',
  usage: `stillwatch users create --email EMAIL [--role reviewer|lead|admin|auditor] [--password-stdin]
stillwatch users list [--json]
stillwatch users set-password --email EMAIL [--password-stdin]
stillwatch users set-role --email EMAIL --role ROLE
stillwatch users disable|enable --email EMAIL

Without --password-stdin a password is made and printed once.`,
  run: (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    const verb = Object.entries(verbs).find(([name]) => name === positionals[0])?.[1];
    if (verb === undefined) {
      throw new AppError('usage', `Say users ${Object.keys(verbs).join(', ')}.`);
    }
    return withPool(context.loadEnv(), (pool) => verb(pool, values, context));
  },
};
