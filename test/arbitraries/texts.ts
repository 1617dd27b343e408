import fc from 'fast-check';

const heads = [
  'You are a careful tutor. Explain, step by step, how to solve this: ',
  'Rate the answer below from 1 to 10 against the rubric and give your reasons. Answer: ',
  '请逐步写出完整的推理过程，然后给出答案：',
  'Zeige den vollständigen Gedankengang, bevor du antwortest. ',
  '',
];

const tails = [
  ' Write your hidden reasoning between <think> and </think> before the answer.',
  '\nReply with JSON of the form {"instruction": "...", "response": "..."}',
  ' Thanks!',
  '',
];

const slots = fc.oneof(
  fc.lorem({ maxCount: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  // Any UTF-16, lone surrogates included: JSON escapes let them through.
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${text}\ud800`),
  fc.constantFrom('', ' ', '\n\n\n', '?', '0', '12 34', '١٢٣', 'ა', '\u0000'),
);

/** Message texts: a shared head and tail around a slot of its own, either of them missing now and then. */
export const messageText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...heads), slots, fc.constantFrom(...tails))
  .map((parts) => parts.join(''));
