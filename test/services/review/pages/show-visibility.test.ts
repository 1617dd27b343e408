import t from 'tap';
import { showLag, showVisibility } from '../../../../services/review/pages/show-visibility.ts';
import { wholly } from '../../../support/sample-evidence.ts';

const say = (given: Parameters<typeof wholly>[1]) =>
  showVisibility({ visibility: wholly(1_200, given), requestsSeen: 1_200 }).join(' ');

t.test(
  'an alert says in plain words what it could not see, and nothing when all was there',
  async (t) => {
    t.equal(say({}), '');
    t.same(showVisibility({ visibility: null, requestsSeen: 9 }), []);
    t.equal(
      say({ readable_share: 0.48 }),
      'Content of 48 % of the requests was readable; the evidence rests on these.',
    );
    t.match(
      say({ readable_share: 0 }),
      /^No content was readable; the evidence rests on everything/,
    );
    t.match(say({ readable_share: 0.9999 }), /more than 99 %/);
    t.match(say({ truncated_share: 0.001 }), /Of less than 1 % the content was cut/);
    t.match(
      say({ sampled_share: 1, estimated_requests: 12_000 }),
      /^A source that logs a sample sent 100 %: the 1,200 requests seen stand for about 12,000\.$/,
    );
    t.match(say({ out_of_window_share: 0.3 }), /^Those outside the time window, 30 %, count/);
  },
);

t.test('how late it was found is told when it was late', async (t) => {
  t.same([0, 3_599, 3_600, 90_000, 1e6].map(showLag), [null, null, '1 h', '25 h', '12 days']);
});
