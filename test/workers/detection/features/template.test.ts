import t from 'tap';
import { extractFeatures } from '../../../../workers/detection/features/features.ts';
import { bankOf, profileOf } from '../campaigns/traffic.ts';

const first = 'Sort the ticket below into one of our queues: ';
const second = 'Write the long reply of our desk to this: ';

function featuresOfPrompts(prompts: readonly string[], outputTokens: readonly number[]) {
  return extractFeatures(profileOf({ accountId: 'one', prompts, outputTokens }));
}

t.test('two functions with answers of one size each spread apart, not within', async (t) => {
  const prompts = bankOf(1, 0, 80).map((task, index) => (index % 2 === 0 ? first : second) + task);
  const { template, demand } = featuresOfPrompts(prompts, [5, 900]);
  t.ok(demand.outputDeviation > 2);
  t.equal(template.answerDeviation, 0);
  t.ok(Math.abs(template.topShare - 0.5) < 0.02);
  t.equal(template.recurringEdges, 2);
});

t.test('one wrapper around tasks of every kind spreads within', async (t) => {
  const prompts = bankOf(1, 0, 80).map((task) => first + task);
  const { template, demand } = featuresOfPrompts(prompts, [5, 40, 200, 900]);
  t.ok(Math.abs(template.answerDeviation - demand.outputDeviation) < 0.1);
  t.equal(template.topShare, 1);
  t.equal(template.coverage, 78 / 80, 'the third use is the first of a template');
});

t.test('a bank without a wrapper has no template', async (t) => {
  const { template } = featuresOfPrompts(bankOf(1, 0, 80), [5, 40, 200, 900]);
  t.match(template, { coverage: 0, recurringEdges: 0, answerDeviation: 0 });
  t.ok(template.topShare < 0.05);
});
