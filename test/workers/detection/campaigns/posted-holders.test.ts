import fc from 'fast-check';
import t from 'tap';
import { itemOf } from '../../../../workers/detection/campaigns/holder-list.ts';
import {
  createPostedHolders,
  mostHolders,
} from '../../../../workers/detection/campaigns/posted-holders.ts';

const key = 7;

/** One key, with what it should hold beside it. */
function createSubject() {
  const items = new Map<number, number>();
  const posted = createPostedHolders(() => items.values());
  return {
    posted,
    items,
    put: (number: number, byte: number) => {
      const item = itemOf(number, byte);
      if (items.has(number)) posted.renew(key, item);
      else posted.add(key, item);
      items.set(number, item);
    },
    remove: (number: number) => {
      if (items.has(number)) posted.remove(key, itemOf(number));
      items.delete(number);
    },
    list: () => {
      const found = posted.findHolders(key);
      return found === undefined ? undefined : [...found.items.subarray(0, found.size)].toSorted();
    },
  };
}

const steps = fc.array(
  fc.record({
    from: fc.nat(1600),
    count: fc.integer({ min: 1, max: 900 }),
    byte: fc.nat(255),
    isRemoved: fc.boolean(),
  }),
  { maxLength: 12 },
);

t.test('a key is counted for good, and its holders are listed while they are few', async (t) => {
  let common = 0;
  fc.assert(
    fc.property(steps, (taken) => {
      const subject = createSubject();
      return taken.every(({ from, count, byte, isRemoved }) => {
        for (let number = from; number < from + count; number++) {
          if (isRemoved) subject.remove(number);
          else subject.put(number, byte);
        }
        const held = [...subject.items.values()].toSorted();
        if (subject.posted.countOf(key) !== held.length) return false;
        const listed = subject.list();
        if (held.length > mostHolders) common++;
        return held.length === 0 || held.length > mostHolders
          ? listed === undefined
          : listed?.join() === held.join();
      });
    }),
  );
  t.ok(common > 50, `common ${common} times`);
});

t.test('a key that was common is listed again once few are left', async (t) => {
  const subject = createSubject();
  for (let number = 0; number < 3 * mostHolders; number++) subject.put(number, 1);
  t.equal(subject.posted.countOf(key), 3 * mostHolders);
  t.equal(subject.list(), undefined);
  for (let number = 0; number < 2.5 * mostHolders; number++) subject.remove(number);
  t.equal(subject.list()?.length, mostHolders / 2);
});
