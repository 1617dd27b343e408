import type { ListedAlert } from '../../storage/alert-list.ts';
import { showCount, showPercent } from './format.ts';

type Seen = Pick<ListedAlert, 'visibility' | 'requestsSeen'>;

/** A share that is not quite all, or hardly any, must not be rounded to all or none. */
function showShare(share: number): string {
  if (share > 0.99 && share < 1) return 'more than 99 %';
  if (share > 0 && share < 0.01) return 'less than 1 %';
  return showPercent(share);
}

/** What an alert could not see, in plain sentences; none when nothing was hidden or nothing was noted. */
export function showVisibility({ visibility, requestsSeen }: Seen): string[] {
  if (visibility === null) return [];
  const { readable_share, truncated_share, sampled_share, out_of_window_share } = visibility;
  const about = showCount(visibility.estimated_requests);
  const sentences: (readonly [boolean, string])[] = [
    [readable_share === 0, 'No content was readable; the evidence rests on everything else.'],
    [
      readable_share > 0 && readable_share < 1,
      `Content of ${showShare(readable_share)} of the requests was readable; the evidence rests on these.`,
    ],
    [truncated_share > 0, `Of ${showShare(truncated_share)} the content was cut by the gateway.`],
    [
      sampled_share > 0,
      `A source that logs a sample sent ${showShare(sampled_share)}: the ${showCount(requestsSeen)} requests seen stand for about ${about}.`,
    ],
    [
      out_of_window_share > 0,
      `Those outside the time window, ${showShare(out_of_window_share)}, count for nothing.`,
    ],
  ];
  return sentences.filter(([isSo]) => isSo).map(([, sentence]) => sentence);
}

/** Less than this is the ordinary way of a batch through the queue, and no news. */
const worthTellingSeconds = 3_600;

/** How long after its last event an alert was stored; null when that was soon. */
export function showLag(seconds: number): string | null {
  if (seconds < worthTellingSeconds) return null;
  const hours = Math.round(seconds / 3_600);
  return hours < 48 ? `${showCount(hours)} h` : `${showCount(Math.round(hours / 24))} days`;
}
