import { caseColumns, type ListedCase } from './case-list.ts';
import type { Pool, PoolClient } from './pool.ts';

export interface FoundNote {
  readonly caseId: string;
  readonly version: number;
  readonly actor: string;
  readonly at: Date;
  readonly note: string;
}

export interface FoundTrait {
  readonly campaignId: string;
  readonly family: string;
  readonly trait: string;
  readonly accounts: number;
}

const most = 25;

/** A pattern for what begins with a text, in which nothing is special. */
function beginsWith(text: string): string {
  return `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** Cases whose subject's id begins with the text, the newest first; at most 25. */
export async function searchSubjects(
  client: Pool | PoolClient,
  text: string,
): Promise<ListedCase[]> {
  const { rows } = await client.query<ListedCase>(
    `select ${caseColumns} from cases
     where subject_kind in ('account', 'campaign') and subject_id like $1 order by case_id desc limit ${most}`,
    [beginsWith(text)],
  );
  return rows;
}

/** Notes that hold all words of the text, the newest first; at most 25. Quotes and minus work as in web searches. */
export async function searchNotes(client: Pool | PoolClient, text: string): Promise<FoundNote[]> {
  const { rows } = await client.query<FoundNote>(
    `select case_id::text as "caseId", version, actor, at, detail ->> 'note' as note from case_events
     where kind = 'noted' and to_tsvector('simple', detail ->> 'note') @@ websearch_to_tsquery('simple', $1)
     order by at desc limit ${most}`,
    [text],
  );
  return rows;
}

/** Links of campaigns whose trait begins with the text; at most 25. */
export async function searchTraits(client: Pool | PoolClient, text: string): Promise<FoundTrait[]> {
  const { rows } = await client.query<FoundTrait>(
    `select campaign_id as "campaignId", family, trait, accounts from campaign_links
     where trait like $1 order by trait, campaign_id limit ${most}`,
    [beginsWith(text)],
  );
  return rows;
}
