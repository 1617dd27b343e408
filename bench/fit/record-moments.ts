import { accountRecord } from '../../services/contracts/account.ts';
import { usageEvent } from '../../services/contracts/usage-event.ts';
import { withoutNulls } from '../../services/contracts/without-nulls.ts';
import { localFile } from '../../services/cli/inputs/local-file.ts';
import { readEvents } from '../../services/cli/inputs/read-events.ts';
import { readLines } from '../../services/cli/inputs/read-lines.ts';
import { encodeDigest, readDigest } from '../../workers/detection/campaigns/digest-codec.ts';
import { neighbourFactsOf } from '../../workers/detection/campaigns/neighbours.ts';
import { createPopulation } from '../../workers/detection/campaigns/population.ts';
import { foldAccount } from '../../workers/detection/profile/fold-account.ts';
import { foldEvent } from '../../workers/detection/profile/fold-event.ts';
import { createProfile, type Profile } from '../../workers/detection/profile/profile.ts';
import { alone } from '../../workers/detection/scoring/define-detector.ts';
import { leaningOf } from '../../workers/detection/scoring/leaning.ts';
import type { Detection } from '../../workers/detection/scoring/settings.ts';
import type { LabelledTraffic } from '../sample-data.ts';
import { viewsOf, type View } from './views-of.ts';

/** An account as it was seen at one moment. */
export interface Moment {
  readonly accountId: string;
  /** At the end of the log, when its neighbours are known too, or before. */
  readonly isEnd: boolean;
  readonly views: readonly View[];
}

/** Accounts are looked at when they have sent so many first requests, besides at the end. */
const marks: ReadonlySet<number> = new Set([50, 100, 200]);

/** Folds the log as the engine does and keeps what the detectors would be shown of each account; too few requests, no moment. */
export async function recordMoments(
  traffic: LabelledTraffic,
  detection: Detection,
): Promise<readonly Moment[]> {
  const profiles = new Map<string, Profile>();
  const profileOf = (accountId: string): Profile => {
    const profile = profiles.get(accountId) ?? createProfile();
    profiles.set(accountId, profile);
    return profile;
  };
  await readLines(traffic.accountsPath, {
    onLine: (line) => {
      const record = accountRecord.parse(withoutNulls(JSON.parse(line.toString())));
      foldAccount(profileOf(record.account_id), record);
    },
  });
  const moments: Moment[] = [];
  const events = await readEvents([traffic.eventsPath].map(localFile));
  for (let place = 0; place < events.length; place += 1) {
    const event = usageEvent.parse(withoutNulls(JSON.parse(events.lineAt(place).toString())));
    const profile = profileOf(event.account_id);
    const before = profile.counters.openers;
    foldEvent(profile, event, Date.parse(event.occurred_at));
    const { openers } = profile.counters;
    if (openers === before || !marks.has(openers)) continue;
    const views = viewsOf(profile, detection, () => alone);
    moments.push({ accountId: event.account_id, isEnd: false, views });
  }
  return [...moments, ...lastMoments(profiles, detection)];
}

/** Every account at the end of the log, among those most like it. */
function lastMoments(profiles: ReadonlyMap<string, Profile>, detection: Detection): Moment[] {
  const { words, put } = createPopulation();
  const units = new Map<string, string>();
  for (const [accountId, profile] of profiles) {
    const bytes = encodeDigest(profile, leaningOf(profile, detection));
    const { org } = readDigest(bytes);
    units.set(accountId, org === 0 ? accountId : `org:${String(org)}`);
    put({ accountId, tickAt: 0, bytes });
  }
  return [...profiles]
    .filter(([, { counters }]) => counters.requests >= detection.scoring.fewestRequests)
    .map(([accountId, profile]) => {
      const unit = units.get(accountId) ?? accountId;
      const views = viewsOf(profile, detection, (content) => ({
        ...alone,
        neighbours: neighbourFactsOf(content.words, words, unit),
      }));
      return { accountId, isEnd: true, views };
    });
}
