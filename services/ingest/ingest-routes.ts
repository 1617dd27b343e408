import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeyCheck } from '../http/key-check.ts';
import type { Admission } from './admission.ts';
import type { Intake } from './create-intake.ts';
import type { IngestMetrics } from './ingest-metrics.ts';
import { readRecords, type ReadRecords } from './read-records.ts';
import { takeStreams } from './take-streams.ts';
import { accountForm, usageEventForm, type RecordForm } from './record-forms.ts';

export interface IngestRoutes {
  readonly checkKey: KeyCheck;
  readonly admit: Admission;
  readonly intake: Intake;
  readonly metrics: IngestMetrics;
}

const unparsable = {
  code: 'body_unparsable',
  message: 'No record of the body could be parsed: send NDJSON, a JSON array or one JSON object.',
};

/** 200 with the verdicts line by line, or 400 with the same beside the code when no record could be parsed. */
export function answerRecords(reply: FastifyReply, read: ReadRecords): FastifyReply {
  const { accepted, rejected, errors, isAnyReadable } = read;
  const verdicts = { accepted: accepted.length, rejected, errors };
  if (isAnyReadable) return reply.send(verdicts);
  return reply.code(400).send({ ...unparsable, ...verdicts });
}

/** `POST /v1/events` and `POST /v1/accounts`. To be registered in a scope of its own: it reads every content type itself. */
export function addIngestRoutes(app: FastifyInstance, routes: IngestRoutes): void {
  const { checkKey, admit, intake, metrics } = routes;
  takeStreams(app);

  // Shippers ask so whether anybody is there before they send.
  app.get('/v1/events', (_request, reply) => reply.send({ status: 'ok' }));

  const receive = (form: RecordForm) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { source } = await checkKey(request, 'ingest');
    await admit();
    const read = await intake({
      stream: request.raw,
      kind: form.kind,
      read: (body) => readRecords(body, form),
      source,
    });
    metrics.countRecords(form.kind, read);
    return answerRecords(reply, read);
  };
  app.post('/v1/events', receive(usageEventForm));
  app.post('/v1/accounts', receive(accountForm));
}
