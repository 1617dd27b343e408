import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Render } from './render.ts';

const errorBody = z.object({ code: z.string(), message: z.string() });

const titles: Readonly<Record<number, string>> = {
  400: 'This cannot be read',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not allowed',
  429: 'Too many attempts',
  500: 'Something failed',
  503: 'Not available now',
};

function wantsPage(request: FastifyRequest): boolean {
  const accepts = request.headers.accept ?? '';
  return accepts.includes('text/html') && !request.url.startsWith('/api');
}

function readError(payload: unknown): z.output<typeof errorBody> | undefined {
  if (typeof payload !== 'string' || !payload.startsWith('{')) return undefined;
  return errorBody.safeParse(JSON.parse(payload)).data;
}

/** Shows errors as pages to browsers. The error itself, its status and its code stay those of the one error handler. */
export function showErrorsAsPages(app: FastifyInstance, render: Render): void {
  app.addHook('onSend', (request, reply, payload) => {
    const error = reply.statusCode >= 400 && wantsPage(request) ? readError(payload) : undefined;
    if (error === undefined) return Promise.resolve(payload);
    const title = titles[reply.statusCode] ?? 'This did not work';
    const page = render('./error', { title, user: null, ...error, requestId: request.id });
    void reply.type('text/html; charset=utf-8');
    reply.removeHeader('content-length');
    return Promise.resolve(page);
  });
}
