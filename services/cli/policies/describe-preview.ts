import type { PolicyEvidence, PolicyPreview } from '../../automation/examine-policy.ts';
import type { Policy } from '../../contracts/policy.ts';
import { formatTable } from '../format-table.ts';

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

function counts(of: Readonly<Record<string, number>>): string {
  const parts = Object.entries(of).map(([name, count]) => `${String(count)} ${name}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function evidenceLine({ precision, isEnough }: PolicyEvidence, { least_precision: bar }: Policy) {
  const { count, of, low, high } = precision;
  const verdict = isEnough ? 'enough' : 'NOT enough';
  return `Evidence: people restricted ${String(count)} of ${String(of)} such accounts (95 %: ${low.toFixed(3)} to ${high.toFixed(3)}); above ${String(bar)} is needed: ${verdict}.`;
}

/** What a policy stands on and whom it would have hit, as lines. */
export function describePreview(
  policy: Policy,
  evidence: PolicyEvidence,
  preview: PolicyPreview,
): string[] {
  const { accounts, days, exempt, byClass, shareOfAccounts, shareOfRequests, largest } = preview;
  const rows = largest.map(({ accountId, requests, clientClass, score, raisedAt, exempt: why }) => [
    ...[accountId, requests, clientClass, score.toFixed(1), raisedAt.toISOString()],
    why ?? policy.action,
  ]);
  return [
    evidenceLine(evidence, policy),
    `In the last ${String(days)} days it would have hit ${String(accounts)} accounts: ${percent(shareOfAccounts)} of all, with ${percent(shareOfRequests)} of all requests.`,
    `By kind of client: ${counts(byClass)}. Left to a person: ${counts(exempt)}.`,
    ...(rows.length === 0
      ? []
      : formatTable(['account', 'requests', 'client', 'score', 'raised', 'what'], rows)),
  ];
}
