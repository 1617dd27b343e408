import type { SignedIn, StaffSession } from '../../storage/staff-sessions.ts';
import { describeBrowser } from './describe-browser.ts';
import { showTime } from './format.ts';

export function showSession(session: StaffSession, { staffSessionId }: SignedIn) {
  return {
    url: `/me/sessions/${session.staffSessionId}/end`,
    browser: describeBrowser(session.userAgent),
    createdAt: showTime(session.createdAt),
    lastUsedAt: showTime(session.lastUsedAt),
    isCurrent: session.staffSessionId === staffSessionId,
  };
}
