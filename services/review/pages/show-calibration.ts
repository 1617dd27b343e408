import type { ClientClass, DeclaredClient, StatedRate } from '../../contracts/baseline.ts';
import { showCount } from './format.ts';

const classWords: Readonly<Record<ClientClass, string>> = {
  chat: 'chat',
  standalone: 'single-question',
  product: 'product',
  batch: 'batch',
  evaluation: 'evaluation',
  agent: 'agent',
  gateway: 'gateway',
  mixed: 'mixed',
  unreadable: 'mostly redacted',
};

export function showClientClass(name: ClientClass): string {
  return classWords[name];
}

/** How rare the score is, in one plain sentence, and one more where flagged accounts wait for a decision. */
export function showRate(clientClass: ClientClass, rate: StatedRate | null): string {
  if (rate === null) return "Not yet calibrated on this instance's traffic.";
  const accounts = showCount(rate.accounts);
  const kind = classWords[clientClass];
  const waiting =
    rate.undecided === 0
      ? ''
      : ` ${showCount(rate.undecided)} flagged ${kind} accounts that do are not decided yet and count neither way.`;
  if (rate.accounts === 0) {
    return `No honest ${kind} account was learned from yet, so no rate can be stated.${waiting}`;
  }
  if (rate.is_bound) {
    return `Of ${accounts} honest ${kind} accounts learned from, none scores this high.${waiting}`;
  }
  const every = showCount(1 / rate.p);
  return `Of honest ${kind} accounts, about 1 in ${every} scores this high; learned from ${accounts} accounts.${waiting}`;
}

/** What the provider declares beside the shape of the requests; empty where it declares nothing. */
export function showDeclared(clientClass: ClientClass, declared: DeclaredClient | null): string {
  if (declared === null || declared.segment === null) return '';
  const { segment, verified, contradicted } = declared;
  const who = `${verified ? 'Verified and declared' : 'Declared'} as ${segment.replaceAll('_', ' ')}`;
  if (!contradicted) return `${who}.`;
  return `${who}, but its requests have the shape of a ${classWords[clientClass]} account.`;
}
