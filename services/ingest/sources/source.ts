import type { Fields } from '../json-checks.ts';
import type { IdentityMapping } from './identity.ts';

/** Why a record of a source is no usage event. */
export interface SourceRefusal {
  readonly code: 'account_missing' | 'source_record_invalid';
  /** What to do about it. Never a value of the record. */
  readonly message: string;
  /** The source's own id of the call, where it has one. */
  readonly eventId: string | null;
}

/**
 * What a record comes to: the fields of a usage event, still to be checked against its schema; the reason why there is
 * none; or `skip` for a record that is no call to a model (a span of a tool, a health check), which is neither
 * accepted nor rejected.
 */
export type Translation = { readonly event: Fields } | { readonly refusal: SourceRefusal } | 'skip';

export interface NumberedRecord {
  /** Where it stands in the body, from 1. */
  readonly line: number;
  readonly value: unknown;
}

/** One format that gateways emit. Pure: the same record and mapping give the same translation. */
export interface Source {
  readonly name: string;
  readonly translate: (record: unknown, identity: IdentityMapping) => Translation;
  /** For a source that spreads one call over several records: one record for each call that they come to. Pure. */
  readonly gather?: (records: readonly NumberedRecord[]) => readonly NumberedRecord[];
  /** The records of which `gather` made one, so that they can be gathered anew with others. */
  readonly scatter?: (gathered: unknown) => readonly unknown[];
}
