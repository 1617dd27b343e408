import t from 'tap';
import { createClose } from '../../../services/http/shutdown.ts';
import { createLogger } from '../../../services/logger.ts';

const log = createLogger('test', 'silent');

await t.test('every step is attempted in order, once, whatever fails', async (t) => {
  const order: string[] = [];
  const step = (name: string) => ({ name, close: () => order.push(name) });
  const fails = {
    name: 'fails',
    close: () => {
      order.push('fails');
      throw new Error('no');
    },
  };
  const close = createClose({ log, steps: [step('server'), fails, step('pool')] });
  t.same(await Promise.all([close(), close()]), [false, false]);
  t.same(order, ['server', 'fails', 'pool']);
});

await t.test('a step that hangs ends at the deadline', async (t) => {
  const hangs = { name: 'hangs', close: () => new Promise(() => undefined) };
  t.equal(await createClose({ log, steps: [hangs], deadlineMs: 10 })(), false);
  t.equal(await createClose({ log, steps: [] })(), true);
});
