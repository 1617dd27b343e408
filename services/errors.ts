/** Every error that a user can meet, with the HTTP status it becomes. Codes never change; docs/errors.md lists them. */
export const errorStatuses = {
  unauthenticated: 401,
  key_unknown: 401,
  key_revoked: 401,
  scope_forbidden: 403,
  not_found: 404,
  source_unknown: 404,
  method_not_allowed: 405,
  body_unparsable: 400,
  body_stream_invalid: 400,
  body_too_large: 413,
  encoding_unsupported: 415,
  query_invalid: 400,
  request_invalid: 400,
  reference_time_invalid: 400,
  content_type_unsupported: 415,
  overloaded: 503,
  unhealthy: 503,
  rate_limited: 429,
  store_unavailable: 503,
  internal: 500,
  setting_invalid: 500,
  port_taken: 500,
  eviction_policy_unsafe: 500,
  policy_unproven: 409,
  partition_count_mismatch: 500,
  partition_fenced: 500,
  queue_lost: 500,
  worker_stuck: 500,
  batch_undecodable: 500,
  batch_unappliable: 500,
  profile_undecodable: 500,
  migration_edited: 500,
  schema_too_new: 500,
  redis_missing: 500,
  file_unreadable: 500,
  bucket_unreadable: 500,
  file_locked: 500,
  file_unwritable: 500,
  intake_refused: 500,
  credentials_wrong: 401,
  origin_forbidden: 403,
  postgres_failed: 500,
  instance_running: 500,
  role_failed: 500,
  usage: 500,
  baseline_shifted: 500,
  role_forbidden: 403,
  approval_forbidden: 403,
  approval_not_needed: 409,
  approval_given: 409,
  case_closed: 409,
  case_claimed: 409,
  case_changed: 409,
  decision_pending: 409,
  decision_undone: 409,
  accounts_unsuitable: 409,
  action_unsuitable: 400,
  account_allow_listed: 409,
  webhooks_off: 409,
  credential_unreadable: 500,
  look_unavailable: 409,
  appeal_unavailable: 409,
  appeal_given: 409,
  appeal_ruled: 409,
  appeal_forbidden: 403,
  statement_not_due: 409,
  idempotency_key_missing: 400,
  idempotency_key_reused: 409,
  email_taken: 409,
  own_role_forbidden: 409,
  last_admin_needed: 409,
} as const;

export type ErrorCode = keyof typeof errorStatuses;

interface AppErrorOptions {
  readonly cause?: unknown;
  readonly retryable?: boolean;
  /** Seconds after which a caller may try again; becomes Retry-After. */
  readonly retryAfterSeconds?: number;
  /** Facts for the caller, part of the answer. */
  readonly details?: unknown;
  /** Facts for the log. Never prompt text, keys or personal data. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
}

/** Whether an error tells the caller what they did, and not what failed here. */
export function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500;
}

/** An error with a stable code and a message that says what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | undefined;
  readonly details: unknown;
  readonly context: Readonly<Record<string, string | number | boolean>>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = errorStatuses[code];
    this.retryable = options.retryable ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details;
    this.context = options.context ?? {};
  }
}
