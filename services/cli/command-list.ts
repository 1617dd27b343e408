import type { Command } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { backtestCommand } from './commands/backtest.ts';
import { baselinesCommand } from './commands/baselines.ts';
import { deadLettersCommand } from './commands/dead-letters.ts';
import { doctorCommand } from './commands/doctor.ts';
import { holdsCommand } from './commands/holds.ts';
import { keysCommand } from './commands/keys.ts';
import { migrateCommand } from './commands/migrate.ts';
import { policiesCommand } from './commands/policies.ts';
import { quarantineCommand } from './commands/quarantine.ts';
import { replayCommand } from './commands/replay.ts';
import { usersCommand } from './commands/users.ts';

export const commands: readonly Command[] = [
  replayCommand,
  backtestCommand,
  doctorCommand,
  migrateCommand,
  keysCommand,
  usersCommand,
  deadLettersCommand,
  quarantineCommand,
  baselinesCommand,
  auditCommand,
  holdsCommand,
  policiesCommand,
];
