import { maxLineBytes } from '../../contracts/max-line-bytes.ts';
import { AppError } from '../../errors.ts';
import { explainRefusal } from '../explain-refusal.ts';
import { collectVerdicts, refuse, type ReadRecords, type Verdict } from '../read-records.ts';
import { usageEventForm } from '../record-forms.ts';
import type { IdentityMapping } from '../sources/identity.ts';
import { decodeRequest, type Encoding } from './decode-request.ts';
import { dropOuterCalls } from './drop-outer-calls.ts';
import { readTelemetry, type Signal } from './telemetry.ts';
import { toUsageEvent, type Call } from './to-usage-event.ts';

export interface OtlpReading {
  readonly signal: Signal;
  readonly named: Encoding | undefined;
  readonly identity: IdentityMapping;
}

export interface ReadOtlp extends ReadRecords {
  readonly encoding: Encoding;
}

function judge(call: Call, identity: IdentityMapping, wantsReason: boolean): Verdict | undefined {
  const translation = toUsageEvent(call, identity);
  if (translation === 'skip') return undefined;
  if ('refusal' in translation) {
    const { code, message, eventId } = translation.refusal;
    return refuse(code, message, eventId);
  }
  const { event } = translation;
  const eventId = event['event_id'] as string;
  if (!usageEventForm.isValid(event)) {
    const reason = wantsReason ? explainRefusal(usageEventForm.schema, event) : '';
    return refuse('schema_invalid', reason, eventId);
  }
  const bytes = Buffer.from(JSON.stringify(event));
  if (bytes.length > maxLineBytes) {
    return refuse('line_too_long', 'A call may hold 1 MiB of text.', eventId);
  }
  return { accountId: event['account_id'] as string, bytes };
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
  const read = await collectVerdicts(calls, (call, wantsReason) =>
    judge(call, identity, wantsReason),
  );
  return { ...read, encoding };
}
