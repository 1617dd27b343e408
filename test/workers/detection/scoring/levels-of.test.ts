import fc from 'fast-check';
import t from 'tap';
import {
  barsAlone,
  groupLevelsOf,
  levelsOf,
  rankOf,
} from '../../../../workers/detection/scoring/levels-of.ts';
import { scoringSettings } from '../../../../workers/detection/scoring/settings.ts';

const scoring = scoringSettings.parse({});
const { review, reviewAlone, act, groupReview } = scoring;

t.test('a level is reached at its bar, the lower ones with it', async (t) => {
  const below = (bar: number) => bar - 0.0001;
  t.same(levelsOf(below(review), scoring), []);
  t.same(levelsOf(review, scoring), ['review']);
  t.same(levelsOf(below(act), scoring), ['review']);
  t.same(levelsOf(act, scoring), ['review', 'act']);
  t.same(
    levelsOf(below(reviewAlone), barsAlone(scoring)),
    [],
    'a higher bar before they are known',
  );
  t.same(levelsOf(reviewAlone, barsAlone(scoring)), ['review']);
  t.same(groupLevelsOf(below(groupReview), scoring), []);
  t.same(groupLevelsOf(groupReview, scoring), ['review']);
  t.same(groupLevelsOf(act, scoring), ['review', 'act']);
});

t.test('a group below its own bar has no level, wherever the act level stands', async () => {
  const bars = fc.record({
    groupReview: fc.double({ min: -10, max: 20, noNaN: true }),
    act: fc.double({ min: 0.1, max: 20, noNaN: true }),
  });
  fc.assert(
    fc.property(bars, fc.double({ min: -20, max: 20, noNaN: true }), (given, score) => {
      const levels = groupLevelsOf(score, { ...scoring, ...given });
      const isRaised = score >= given.groupReview;
      const areRanked = levels.every((level, place) => rankOf(level) === place + 1);
      return areRanked && isRaised === levels.length > 0;
    }),
  );
});
