import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'logit-probing',
  title: 'Log-probabilities under a sweep of token biases',
  family: 'probing',
  rationale:
    'Recovering the projection matrix takes log-probabilities under biases that walk through the vocabulary, one token at a time (Carlini et al. 2024, Finlayson et al. 2024; signals.md S9).',
  falsePositives:
    'Constrained classifiers bias a small fixed set of tokens; perplexity scoring biases none and does not ask for a single token on short random prefixes.',
  runbook:
    'Check the number of distinct biased tokens against the labels that a classifier could have. Above a few hundred there is no product reason.',
  settings: z.strictObject({
    fewTokens: z
      .number()
      .default(60)
      .describe(
        'distinct biased token ids that a classifier may have; benign use stays below 50, signals.md S9',
      ),
    manyTokens: z
      .number()
      .default(400)
      .describe('distinct biased token ids of a sweep under way; signals.md S9 gives 256'),
    fewOpeners: z
      .number()
      .default(60)
      .describe(
        'single-token requests below which the second form is silent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(300)
      .describe(
        'single-token requests at which it is at full strength; judgement, checked on the labelled sets',
      ),
    weight: z
      .number()
      .default(8)
      .describe('nats at full strength; near-deterministic signature, signals.md S9'),
  }),
  detect: ({ conversation, demand, probing, template }, _context, settings) => {
    const sweep = logRamp(probing.biasedTokens + 1, settings.fewTokens, settings.manyTokens);
    const isSingle =
      ramp(probing.singleTokenShare, 0.5, 0.9) * ramp(probing.logprobShare, 0.5, 0.9);
    const enough = logRamp(conversation.openers + 1, settings.fewOpeners, settings.manyOpeners);
    // Short prefixes with nothing in common: a classifier has a template or a text to judge, and a fixed set of biases.
    const isBare = ramp(template.topShare, 0.7, 0.3) * ramp(demand.textMean, 4, 3);
    const isFresh = ramp(conversation.repeatShare, 0.7, 0.3);
    const second = 0.5 * isSingle * enough * isFresh * isBare;
    return signalOf(Math.max(sweep, second), settings.weight, {
      value: probing.biasedTokens,
      threshold: settings.fewTokens,
      evidence: {
        biasedTokens: probing.biasedTokens,
        logprobShare: probing.logprobShare,
        singleTokenShare: probing.singleTokenShare,
      },
    });
  },
});
