/** A source of values whose next one is due at `dueAt`; `take` hands it over and moves on. */
export interface TimedSource<T> {
  dueAt: number;
  take(): T;
}

function earliest<T>(heap: readonly TimedSource<T>[], at: number): number {
  let least = at;
  for (let child = 2 * at + 1; child <= 2 * at + 2; child += 1) {
    const [candidate, best] = [heap[child], heap[least]];
    if (candidate !== undefined && best !== undefined && candidate.dueAt < best.dueAt)
      least = child;
  }
  return least;
}

function sink<T>(heap: TimedSource<T>[], from: number): void {
  for (let at = from; ;) {
    const least = earliest(heap, at);
    const [upper, lower] = [heap[at], heap[least]];
    if (least === at || upper === undefined || lower === undefined) return;
    heap[at] = lower;
    heap[least] = upper;
    at = least;
  }
}

/** Merges sources by time, holding one pending value of each. A source ends when its `dueAt` is Infinity. */
export function* mergeByTime<T>(sources: readonly TimedSource<T>[]): Generator<T> {
  const heap = [...sources];
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(heap, at);
  for (let first = heap[0]; first !== undefined && first.dueAt < Infinity; first = heap[0]) {
    yield first.take();
    sink(heap, 0);
  }
}
