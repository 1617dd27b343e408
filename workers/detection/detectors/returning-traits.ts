import { z } from 'zod';
import { defineDetector, signalOf } from '../scoring/define-detector.ts';

export default defineDetector({
  id: 'returning-traits',
  title: 'What a suspended account had is back',
  family: 'links',
  rationale:
    'A controller replaces what is suspended and keeps what is dear: the template, the machines, the cards (signals.md S19). A rare template of an account suspended within the last 30 days, together with its network, client or payment, is more than chance.',
  falsePositives:
    'The next tenant of an address; a template that was published. What one account in twenty carries counts for nothing, and one kind of infrastructure alone is silent.',
  runbook:
    'Open the suspended account beside this one: the same work, begun after that one stopped? If the suspension was an error, undo both.',
  settings: z.strictObject({
    templateAlone: z
      .number()
      .min(0)
      .max(1)
      .default(0.4)
      .describe('share of the weight for a template alone; judgement'),
    infrastructureAlone: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        'share of the weight for two kinds of infrastructure without a template; judgement',
      ),
    weight: z
      .number()
      .default(4)
      .describe('nats for a template and one more kind; judgement: strength A of S19'),
  }),
  detect: (_features, { marks }, settings) => {
    if (marks === null) return null;
    const { tombstonedTemplates: templates, tombstonedKinds: kinds } = marks;
    const withTemplate = kinds > 0 ? 1 : settings.templateAlone;
    const withoutTemplate = kinds > 1 ? settings.infrastructureAlone : 0;
    return signalOf(templates > 0 ? withTemplate : withoutTemplate, settings.weight, {
      value: templates + kinds,
      threshold: 1,
      evidence: { templates, kinds },
    });
  },
});
