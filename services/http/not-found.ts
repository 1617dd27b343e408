import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

type Routes = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether `path` falls under a route pattern with `:name` segments and a closing `*`. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.at(-1) === '*' && given.length >= wanted.length) {
    given.length = wanted.length;
    given[wanted.length - 1] = '*';
  }
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => segment.startsWith(':') || segment === given[index]);
}

function allowedMethods(routes: Routes, path: string): string[] {
  const methods = [...routes].flatMap(([pattern, of]) => (matches(pattern, path) ? [...of] : []));
  return [...new Set(methods)].sort();
}

/** Answers unknown routes with 404 `not_found`, and known ones under another method with 405 and `Allow`. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const routes = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = routes.get(url) ?? new Set<string>();
    for (const name of [method].flat()) known.add(name);
    routes.set(url, known);
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const [path = '/'] = request.url.split('?');
    const allowed = allowedMethods(routes, path);
    if (allowed.length === 0) throw new AppError('not_found', 'There is nothing here.');
    void reply.header('allow', allowed.join(', '));
    throw new AppError('method_not_allowed', `Use ${allowed.join(' or ')} here.`);
  });
}
