import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { answerOfAppError, answerOfUnknown, type ErrorBody } from './error-body.ts';

/** Sets status and headers of the answer to an error and logs it; gives the body, still to be sent in some form. */
export function beginErrorAnswer(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): ErrorBody {
  const { status, body } =
    error instanceof AppError ? answerOfAppError(error) : answerOfUnknown(error, request.id);
  if (error instanceof AppError && error.retryAfterSeconds !== undefined) {
    void reply.header('retry-after', String(error.retryAfterSeconds));
  }
  // Here again, because the framework's own refusals (a malformed URL) come before any hook.
  void reply.header('x-request-id', request.id);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  if (status === 500) request.log.error({ err: error }, 'request failed');
  else request.log.debug({ code: body.code }, 'request refused');
  void reply.code(status);
  return body;
}

/** The one error handler of every HTTP app: `{"code","message"}` with a stable code, and no leak. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void reply.send(beginErrorAnswer(error, request, reply));
}
