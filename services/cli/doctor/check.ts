export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'broken';
  /** What was found. */
  readonly found: string;
  /** What to do about it; null where nothing is to be done. */
  readonly mend: string | null;
}

export function ok(name: string, found: string): Check {
  return { name, status: 'ok', found, mend: null };
}

export function warning(name: string, found: string, mend: string): Check {
  return { name, status: 'warning', found, mend };
}

export function broken(name: string, found: string, mend: string): Check {
  return { name, status: 'broken', found, mend };
}

/** The code or the message of what failed; never an address, which may carry a password. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? String(error.code) : '';
  return code === '' ? error.message : code;
}
