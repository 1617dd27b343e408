import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Pool } from 'pg';
import { z } from 'zod';
import { isRefusal } from '../../errors.ts';
import { signOut } from '../own-sign-in.ts';
import type { Render } from '../render.ts';
import { sessionSeconds, type SignIn } from '../sign-in.ts';
import { sessionCookie } from '../staff-access.ts';
import { sendPage } from './send-page.ts';

interface SessionOptions {
  readonly pool: Pool;
  readonly signIn: SignIn;
  readonly render: Render;
}

const credentials = z.object({
  email: z.string().max(320),
  password: z.string().max(1024),
  next: z.string().max(2048).default('/'),
});
type Credentials = z.output<typeof credentials>;

/** Only a path of our own: a sign-in page that leads elsewhere is a tool for phishing. */
function safePath(path: string): string {
  return /^\/(?![/\\])[^\\]*$/.test(path) ? path : '/';
}

async function answerSignIn(
  request: FastifyRequest<{ Body: Credentials }>,
  reply: FastifyReply,
  { signIn, render }: SessionOptions,
): Promise<FastifyReply> {
  const { email, password, next } = request.body;
  try {
    const userAgent = request.headers['user-agent'] ?? '';
    const token = await signIn({ email, password, ip: request.ip, userAgent });
    void reply.setCookie(sessionCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: request.protocol === 'https',
      maxAge: sessionSeconds,
    });
    return await reply.redirect(safePath(next), 303);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const data = { title: 'Sign in', user: null, next, email, problem: error.message };
    return sendPage(reply, render('./sign-in', data), error.status);
  }
}

/** Sign-in and sign-out. */
export function addSessionRoutes(app: FastifyInstance, options: SessionOptions): void {
  const { pool, render } = options;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const querystring = z.object({ next: z.string().max(2048).default('/') });
  typed.get('/sign-in', { schema: { querystring } }, ({ query }, reply) => {
    const data = { title: 'Sign in', user: null, next: query.next, email: '', problem: null };
    return sendPage(reply, render('./sign-in', data));
  });
  typed.post('/sign-in', { schema: { body: credentials } }, (request, reply) =>
    answerSignIn(request as FastifyRequest<{ Body: Credentials }>, reply, options),
  );
  typed.post('/sign-out', async (request, reply) => {
    const token = request.cookies[sessionCookie];
    if (token !== undefined) await signOut(pool, token);
    return reply.clearCookie(sessionCookie, { path: '/' }).redirect('/sign-in', 303);
  });
}
