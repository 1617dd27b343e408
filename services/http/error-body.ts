import type { AppError, ErrorCode } from '../errors.ts';

export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  /** What the code is about, where that is more than words. */
  readonly details?: unknown;
}

interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorBody;
}

// The framework's own messages may quote the request, so none of them is passed on.
const refusalMessages = {
  not_found: 'There is nothing here.',
  method_not_allowed: 'This method is not allowed here.',
  body_too_large: 'The body is larger than this route accepts.',
  content_type_unsupported: 'This route does not read that content type.',
  request_invalid: 'The request cannot be read: its URL, headers or body are malformed.',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** Statuses of the framework's own errors, put under the codes that the contract knows. */
const frameworkCodes: Readonly<Record<number, keyof typeof refusalMessages>> = {
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  415: 'content_type_unsupported',
};

type FrameworkError = Error & { readonly statusCode: number; readonly validation?: unknown };

function isFrameworkError(error: unknown): error is FrameworkError {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
}

export function answerOfAppError(error: AppError): ErrorAnswer {
  const { status, code, message, details } = error;
  return { status, body: { code, message, ...(details === undefined ? {} : { details }) } };
}

/**
 * The answer to an error that is no AppError: the framework's refusals of a request keep their status, a failed
 * request schema becomes `query_invalid`, and everything else is `internal`, whose message tells nothing but the
 * request id.
 */
export function answerOfUnknown(error: unknown, requestId: string): ErrorAnswer {
  if (isFrameworkError(error) && error.statusCode >= 400 && error.statusCode < 500) {
    return { status: error.statusCode, body: refusal(error) };
  }
  const message = `Something failed here; quote request ${requestId} when you report it.`;
  return { status: 500, body: { code: 'internal', message } };
}

function refusal(error: FrameworkError): ErrorBody {
  if (error.validation !== undefined) return { code: 'query_invalid', message: error.message };
  const code = frameworkCodes[error.statusCode] ?? 'request_invalid';
  return { code, message: refusalMessages[code] };
}
