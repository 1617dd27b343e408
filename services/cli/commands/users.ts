import { AppError } from '../../errors.ts';
import type { Pool } from '../../storage/pool.ts';
import {
  insertStaffUser,
  listStaffUsers,
  staffRoles,
  updateStaffPassword,
  type StaffRole,
} from '../../storage/staff-users.ts';
import { readArgs, type Command, type CommandContext } from '../command.ts';
import { formatTable } from '../format-table.ts';
import { withPool } from '../open-stores.ts';
import { createPassword } from '../../storage/new-password.ts';
import { readPassword } from '../read-password.ts';

const options = {
  email: { type: 'string' },
  role: { type: 'string', default: 'reviewer' },
  'password-stdin': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

function readRole(role: string): StaffRole {
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

async function create(pool: Pool, values: Values, context: CommandContext) {
  const [email, role] = [readEmail(values.email), readRole(values.role)];
  const chosen = await choosePassword(values);
  const user = await insertStaffUser(pool, { email, role, password: chosen.password });
  if (user === undefined) throw new AppError('usage', `There is a user ${email} already.`);
  context.note(`${user.email} may sign in as ${user.role}.`);
  tell(chosen, context);
  return 0;
}

async function list(pool: Pool, values: Values, { print }: CommandContext) {
  const users = await listStaffUsers(pool);
  const lines = users.map(({ email, role, createdAt }) => [email, role, createdAt.toISOString()]);
  if (values.json) {
    print(JSON.stringify(lines.map(([email, role, created_at]) => ({ email, role, created_at }))));
  } else formatTable(['email', 'role', 'created'], lines).forEach(print);
  return 0;
}

async function setPassword(pool: Pool, values: Values, context: CommandContext) {
  const email = readEmail(values.email);
  const chosen = await choosePassword(values);
  const isChanged = await updateStaffPassword(pool, email, chosen.password);
  if (!isChanged) throw new AppError('not_found', `There is no user ${email}.`);
  context.note(`${email} has a new password and was signed out everywhere.`);
  tell(chosen, context);
  return 0;
}

const verbs = { create, list, 'set-password': setPassword } as const;

export const usersCommand: Command = {
  name: 'users',
  summary: 'create and list the people who may sign in, and set passwords',
  usage: `stillwatch users create --email EMAIL [--role reviewer|lead|admin|auditor] [--password-stdin]
stillwatch users list [--json]
stillwatch users set-password --email EMAIL [--password-stdin]

Without --password-stdin a password is made and printed once.`,
  run: (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    const verb = Object.entries(verbs).find(([name]) => name === positionals[0])?.[1];
    if (verb === undefined) {
      throw new AppError('usage', 'Say users create, users list or users set-password.');
    }
    return withPool(context.loadEnv(), (pool) => verb(pool, values, context));
  },
};
