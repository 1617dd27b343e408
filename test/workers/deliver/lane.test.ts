import t from 'tap';
import type { ClaimedDelivery } from '../../../services/storage/deliveries.ts';
import { createLane } from '../../../workers/deliver/lane.ts';

/** Lets everything happen that can. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function delivery(messageId: string): ClaimedDelivery {
  return {
    ...{ messageId, type: 'endpoint.ping', scope: null, value: null, version: 0, action: null },
    ...{ until: null, decisionId: null, caseId: null, data: null },
    ...{ createdAt: new Date(0), attempts: 1 },
  };
}

await t.test('what ends while others are written down is written down too', async (t) => {
  const waiting = [['1', '2'].map(delivery)];
  const [first, second] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const settled: string[] = [];
  const lane = createLane({
    claim: () => Promise.resolve(waiting.shift() ?? []),
    post: async ({ messageId }) => {
      await (messageId === '1' ? first : second).promise;
      return { status: 200, error: null, retryAfterMs: null };
    },
    settle: async (attempted) => {
      settled.push(...attempted.map(({ messageId }) => messageId));
      // As long as a database takes: the second one ends meanwhile.
      second.resolve(undefined);
      await turn();
    },
    nextAttemptMs: () => null,
    disable: () => Promise.resolve(),
    now: () => 0,
    isClosing: () => false,
  });
  const run = lane.run();
  await turn();
  // As by the next round: it looks again, finds nothing more, and waits for both.
  void lane.run();
  await turn();
  first.resolve(undefined);
  await run;
  t.same(settled, ['1', '2']);
});
