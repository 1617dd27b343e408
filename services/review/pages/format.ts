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
