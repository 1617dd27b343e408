import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'unsaturating-coverage',
  title: 'Coverage that does not saturate',
  family: 'content',
  rationale:
    'Who wants the whole model has to cover the whole space: new vocabulary keeps coming at a rate at which an honest domain has long run dry (Heaps exponent and Good-Turing unseen mass, signals.md S6; Kesarwani 2017).',
  falsePositives:
    'Chat gateways cover everything as well: declared end users, questions and follow-ups tell them apart.',
  runbook: 'Compare the first and the last sampled requests: has the account settled anywhere?',
  settings: z.strictObject({
    fewOpeners: z
      .number()
      .default(60)
      .describe(
        'first requests below which this is silent; judgement, checked on the labelled sets',
      ),
    manyOpeners: z
      .number()
      .default(300)
      .describe(
        'first requests at which it is at full strength; judgement, checked on the labelled sets',
      ),
    growthFrom: z
      .number()
      .default(0.55)
      .describe(
        'Heaps exponent at 100 requests of a narrow domain; measured on simulated products',
      ),
    growthTo: z
      .number()
      .default(0.8)
      .describe(
        'Heaps exponent at 100 requests of an open one; judgement, checked on the labelled sets',
      ),
    growthPerFold: z
      .number()
      .default(0.08)
      .describe('by how much the exponent falls with each factor e of requests; measured'),
    weight: z
      .number()
      .default(4)
      .describe(
        'nats at full strength; sign-constrained logistic regression over all strengths, campaigns held out',
      ),
  }),
  detect: ({ conversation, coverage, demand }, _context, settings) => {
    const { openers } = conversation;
    const enough = logRamp(openers + 1, settings.fewOpeners, settings.manyOpeners);
    const growth = coverage.growth + settings.growthPerFold * Math.log(Math.max(openers, 3) / 100);
    const isOpen = ramp(growth, settings.growthFrom, settings.growthTo);
    const isFresh = ramp(conversation.repeatShare, 0.2, 0.05) * ramp(demand.ratio, -2.4, -1);
    const isNobody = (1 - conversation.endUserShare) * ramp(demand.questionShare, 0.4, 0.15);
    return signalOf(enough * isOpen * isFresh * isNobody, settings.weight, {
      value: growth,
      threshold: settings.growthFrom,
      evidence: { growth, openers, unseenMass: coverage.unseenMass },
    });
  },
});
