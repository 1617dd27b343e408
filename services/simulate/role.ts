import type { SharedTraits } from './identity.ts';
import type { PersonaFactory } from './persona.ts';

/** What an account is, for those who check the detection. Never shown to it. */
export type LabelValue = 'extraction' | 'benign' | 'ambiguous';

/** One account to be played: the scenario, and what it shares with others. */
export interface Role {
  readonly scenario: string;
  readonly label: LabelValue;
  readonly campaignId?: string;
  readonly factory: PersonaFactory;
  readonly shared?: SharedTraits;
}
