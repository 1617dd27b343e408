interface ThrottleOptions {
  readonly clock: () => number;
  readonly maxFailures?: number;
  readonly windowMs?: number;
}

export interface SignInThrottle {
  isBlocked(name: string): boolean;
  noteFailure(name: string): void;
  forget(name: string): void;
}

const maxNames = 10_000;

/** Counts failed sign-ins by name over a window, so that passwords cannot be tried by the thousand. */
export function createSignInThrottle(options: ThrottleOptions): SignInThrottle {
  const { clock, maxFailures = 10, windowMs = 300_000 } = options;
  const failures = new Map<string, { count: number; until: number }>();
  const current = (name: string) => {
    const held = failures.get(name);
    return held !== undefined && clock() < held.until ? held : undefined;
  };
  return {
    isBlocked: (name) => (current(name)?.count ?? 0) >= maxFailures,
    noteFailure: (name) => {
      if (failures.size >= maxNames) failures.clear();
      const { count, until } = current(name) ?? { count: 0, until: clock() + windowMs };
      failures.set(name, { count: count + 1, until });
    },
    forget: (name) => {
      failures.delete(name);
    },
  };
}
