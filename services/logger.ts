import { pino, type Logger } from 'pino';

/** Paths that must never reach a log, whoever logs them by mistake. logger.test.ts holds the proof. */
const redacted = [
  'authorization',
  '*.authorization',
  'headers.authorization',
  'req.headers.authorization',
  'req.headers["x-api-key"]',
  'req.headers.cookie',
  'password',
  '*.password',
  'key',
  '*.key',
  'messages',
  '*.messages',
  'completion',
  '*.completion',
];

export type { Logger };

/** JSON lines on stdout; `name` says which process speaks. */
export function createLogger(name: string, level: string): Logger {
  return pino({ name, level, redact: { paths: redacted, censor: '[redacted]' } });
}
