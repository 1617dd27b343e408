import { pick, type Random } from '../random.ts';
import type { PersonaFactory } from '../persona.ts';
import type { Role } from '../role.ts';
import type { World } from '../world.ts';
import { createBatchLabelling } from './batch-labelling.ts';
import { castClasses } from './cast-classes.ts';
import { castOrganisations } from './cast-organisations.ts';
import { createCodingAgent } from './coding-agent.ts';
import { createDeclaredGateway } from './declared-gateway.ts';
import { createEvaluationRuns } from './evaluation-runs.ts';
import { createEverydayChat } from './everyday-chat.ts';
import { createInternalJudge } from './internal-judge.ts';
import { createLogprobClassifier } from './logprob-classifier.ts';
import { createRagBackend } from './rag-backend.ts';
import { createSafetyResearch } from './safety-research.ts';
import { createScheduledChecks } from './scheduled-checks.ts';
import { createSupportBot } from './support-bot.ts';
import { createSyntheticData } from './synthetic-data.ts';
import { createTranslationService } from './translation-service.ts';

/** Shares of the customer base; what is left over chats. */
const trades: readonly (readonly [scenario: string, share: number, factory: PersonaFactory])[] = [
  ['rag_backend', 0.08, createRagBackend],
  ['support_bot', 0.06, createSupportBot],
  ['batch_labelling', 0.035, createBatchLabelling],
  ['evaluation_runs', 0.03, createEvaluationRuns],
  ['coding_agent', 0.09, createCodingAgent],
  ['scheduled_checks', 0.03, createScheduledChecks],
  ['declared_gateway', 0.008, createDeclaredGateway],
  ['internal_judge', 0.02, createInternalJudge],
  ['logprob_classifier', 0.01, createLogprobClassifier],
  ['translation_service', 0.03, createTranslationService],
  ['safety_research', 0.004, createSafetyResearch],
];

const groupedShare = { classes: 0.05, organisations: 0.03 };
const ambiguousShare = 0.003;

function repeat(count: number, role: Role): Role[] {
  return Array.from({ length: count }, () => role);
}

/** Honest customers, and a few whose use is a question of policy. */
export function castHonest(world: World, count: number, random: Random): Role[] {
  const owned: readonly PersonaFactory[] = [
    createRagBackend,
    createBatchLabelling,
    createSupportBot,
  ];
  const roles = [
    ...trades.flatMap(([scenario, share, factory]) =>
      repeat(Math.max(1, Math.round(count * share)), { scenario, label: 'benign', factory }),
    ),
    ...castClasses(world, Math.round(count * groupedShare.classes), random),
    ...castOrganisations(Math.round(count * groupedShare.organisations), random).map(
      (shared): Role => ({
        scenario: 'organisation',
        label: 'benign',
        factory: pick(random, owned),
        shared,
      }),
    ),
    ...repeat(Math.round(count * ambiguousShare), {
      scenario: 'synthetic_data',
      label: 'ambiguous',
      factory: createSyntheticData,
    }),
  ].slice(0, count);
  const chat: Role = { scenario: 'everyday_chat', label: 'benign', factory: createEverydayChat };
  return [...roles, ...repeat(count - roles.length, chat)];
}
