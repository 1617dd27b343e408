import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from './pool.ts';
import { storableJson } from './storable.ts';

/** Freezes what a decision rests on. The same evidence is stored once; returns the SHA-256 that it is found by. */
export async function freezeEvidence(client: PoolClient, evidence: unknown): Promise<Buffer> {
  const content = storableJson(evidence);
  const sha256 = createHash('sha256').update(content).digest();
  await client.query(
    'insert into evidence_snapshots (sha256, content) values ($1, $2) on conflict do nothing',
    [sha256, content],
  );
  return sha256;
}

/** The frozen JSON text, byte for byte as it was hashed. */
export async function findEvidence(
  client: Pool | PoolClient,
  sha256: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ content: string }>(
    `select content from evidence_snapshots where sha256 = decode($1, 'hex')`,
    [sha256],
  );
  return rows[0]?.content;
}
