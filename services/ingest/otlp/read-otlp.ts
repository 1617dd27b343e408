import { AppError } from '../../errors.ts';
import { judgeTranslation } from '../judge-translation.ts';
import { collectVerdicts, type ReadRecords } from '../read-records.ts';
import type { IdentityMapping } from '../sources/identity.ts';
import { createUnread } from '../unread.ts';
import { decodeRequest, type Encoding } from './decode-request.ts';
import { dropOuterCalls } from './drop-outer-calls.ts';
import { readTelemetry, type Signal } from './telemetry.ts';
import { toUsageEvent } from './to-usage-event.ts';
import { writeRequest } from './write-request.ts';

export interface OtlpReading {
  readonly signal: Signal;
  readonly named: Encoding | undefined;
  readonly identity: IdentityMapping;
}

export interface ReadOtlp extends ReadRecords {
  readonly encoding: Encoding;
}

/**
 * The usage events of an OTLP request. Records that are no call to a model are neither accepted nor rejected. Throws
 * body_unparsable for a body that is no request of this signal, or whose records all have wrong ids.
 */
export async function readOtlp(body: Buffer, reading: OtlpReading): Promise<ReadOtlp> {
  const { signal, named, identity } = reading;
  const { encoding, request } = decodeRequest(body, signal, named);
  const records = [...readTelemetry(request, signal)];
  const [first] = records;
  if (first?.idProblem !== undefined && records.every((each) => each.idProblem !== undefined)) {
    const hint = signal === 'traces' ? ' Log records go to /v1/logs.' : '';
    throw new AppError('body_unparsable', `No record has good ids: ${first.idProblem}.${hint}`);
  }
  const calls = dropOuterCalls(records).map((call) => ({ ...call, line: call.record.line }));
  const { unread, keep } = createUnread();
  const read = await collectVerdicts(calls, (call, wantsReason) => {
    const verdict = judgeTranslation(toUsageEvent(call, identity), wantsReason);
    if (verdict !== undefined && 'code' in verdict) keep(verdict.code, [writeRequest(call)]);
    return verdict;
  });
  return { ...read, encoding, unread };
}
