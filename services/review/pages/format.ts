const dateTime = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export interface ShownTime {
  /** For the `datetime` attribute. */
  readonly iso: string;
  /** In UTC, which the page says once. */
  readonly text: string;
}

export function showTime(at: Date): ShownTime {
  return { iso: at.toISOString(), text: dateTime.format(at) };
}

export function showCount(count: number): string {
  return whole.format(count);
}

/** A count that was taken no further than `most`. */
export function showCountUpTo(count: number, most: number): string {
  return count > most ? `${showCount(most)}+` : showCount(count);
}

/** Three significant digits for measurements, counts in full. */
export function showNumber(value: number): string {
  return Number.isInteger(value) ? whole.format(value) : precise.format(value);
}

export function showSigned(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 ? `−${text}` : `+${text}`;
}

export function showPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function accountUrl(accountId: string): string {
  return `/accounts/${encodeURIComponent(accountId)}`;
}

export function campaignUrl(campaignId: string): string {
  return `/campaigns/${encodeURIComponent(campaignId)}`;
}

export function caseUrl(caseId: string): string {
  return `/cases/${encodeURIComponent(caseId)}`;
}

/** The longest unit that says it, for spans of any sign: '40 min', '3 h', '12 days'. */
export function showSpan(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${showCount(Math.round(hours / 24))} days`;
}
