import fc from 'fast-check';
import t from 'tap';
import { accountRecord } from '../../services/contracts/account.ts';
import { usageEvent } from '../../services/contracts/usage-event.ts';
import { accountRecords } from './account-records.ts';
import { eventsOf, hostilePlans } from './hostile-accounts.ts';
import { usageEvents } from './usage-events.ts';

t.test('everything generated passes the contract', async () => {
  fc.assert(fc.property(usageEvents(), (event) => usageEvent.safeParse(event).success));
  fc.assert(
    fc.property(accountRecords(['a']), (record) => accountRecord.safeParse(record).success),
  );
  fc.assert(
    fc.property(hostilePlans, (plan) => {
      const events = [...eventsOf({ ...plan, events: 3 })];
      return events.every((event) => usageEvent.safeParse(event).success);
    }),
    { numRuns: 20 },
  );
});
