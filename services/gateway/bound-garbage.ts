import { setFlagsFromString } from 'node:v8';
import type { FastifyInstance } from 'fastify';

/** Below it the whole heap is small, and collecting sooner would only cost: a quarter of what intake takes. */
const manyTargets = 50_000;
const everyMs = 10_000;
/** How far the heap grows between two full collections, in percent; 0 leaves it to V8. */
const little = 80;
const asUsual = 0;

function grow(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${String(percent)}`);
}

/**
 * With many targets in memory V8 lets the heap grow to several times its size before it collects all of it. Until then
 * what died old keeps alive what it points to, request after request of a connection: by hundreds of megabytes, and
 * every collection of the young takes longer (measured by `npm run bench -- enforcement`). From many targets on, all is
 * collected once it has grown by 80 %.
 */
export function boundGarbage(app: FastifyInstance, countTargets: () => number): void {
  // Also while all is read for the first time: how far the heap may grow is settled at the end of each full collection.
  grow(little);
  const look = () => {
    grow(countTargets() < manyTargets ? asUsual : little);
  };
  const timer = setInterval(look, everyMs).unref();
  app.addHook('onReady', (done) => {
    look();
    done();
  });
  app.addHook('onClose', (_app, done) => {
    clearInterval(timer);
    done();
  });
}
