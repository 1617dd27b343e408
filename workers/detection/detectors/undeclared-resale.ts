import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';
import { logRamp, ramp } from '../scoring/ramp.ts';

export default defineDetector({
  id: 'undeclared-resale',
  title: 'Many clients behind one account, and no declared end users',
  family: 'resale',
  rationale:
    'A transfer station sells one account on: clients of many kinds, from many networks, each with a prompt and conversations of its own, at all hours, and nobody says who they are (signals.md S18, 1.3). That breaks other terms than extraction does, so it is recorded beside the score and adds nothing to it.',
  falsePositives:
    'A gateway that passes the ids of its users is silent here. So is a coding tool with four kinds of client. A company whose apps all use one key looks the same until it is asked.',
  runbook:
    'Ask the customer who its users are and have it pass their ids: end_user_id settles the matter. Treat it as a breach of the resale terms, apart from any question of extraction.',
  settings: z.strictObject({
    fewClients: z
      .number()
      .default(5)
      .describe(
        'distinct user agents below which this is silent: coding tools have four; labelled set',
      ),
    manyClients: z
      .number()
      .default(10)
      .describe('the same, at full strength: what gateways of the labelled set have'),
    declaredShare: z
      .number()
      .default(0.5)
      .describe(
        'share of requests with an end-user id (0 to 1) from which this is silent; judgement',
      ),
    manyNetworks: z.number().default(40).describe('networks at full strength; judgement'),
    manyPrompts: z.number().default(12).describe('system prompts at full strength; judgement'),
    manySessions: z.number().default(300).describe('conversations at full strength; judgement'),
    flatFrom: z
      .number()
      .default(0.85)
      .describe('normalised entropy of the hour of day (0 to 1) from which it counts; judgement'),
    weight: z.number().default(3).describe('nats at full strength, of resale; judgement'),
  }),
  detect: ({ conversation, origin, volume }, { group }, settings) => {
    // Many accounts have many clients.
    if (group !== null) return null;
    const { userAgents, networks, endUserShare } = conversation;
    const { systemPrompts, sessions } = origin;
    const clients = logRamp(userAgents, settings.fewClients, settings.manyClients);
    const undeclared = ramp(endUserShare, settings.declaredShare, 0);
    const spread =
      logRamp(networks, 2, settings.manyNetworks) +
      logRamp(systemPrompts, 2, settings.manyPrompts) +
      logRamp(sessions, 20, settings.manySessions) +
      ramp(volume.hourEntropy, settings.flatFrom, 1);
    return signalOf((clients * undeclared * spread) / 4, settings.weight, {
      value: userAgents,
      threshold: settings.fewClients,
      evidence: { userAgents, networks, endUserShare, systemPrompts, sessions },
    });
  },
});
