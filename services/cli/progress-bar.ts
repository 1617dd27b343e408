export interface ProgressBar {
  /** `detail` stands behind the bar. */
  update(done: number, total: number, detail?: string): void;
  /** Wipes the bar. */
  end(): void;
}

interface BarStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

interface BarOptions {
  readonly label: string;
  readonly clock: () => number;
}

const width = 28;
const everyMs = 100;

/** A bar on a terminal, nothing anywhere else: logs and pipes keep only what counts. */
export function createProgressBar(stream: BarStream, { label, clock }: BarOptions): ProgressBar {
  if (stream.isTTY !== true) return { update: () => undefined, end: () => undefined };
  let drawnAt = -Infinity;
  return {
    update: (done, total, detail = '') => {
      const now = clock();
      if (now - drawnAt < everyMs && done < total) return;
      drawnAt = now;
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const full = Math.round(share * width);
      const bar = '█'.repeat(full) + '░'.repeat(width - full);
      const line = `${label} ${bar} ${String(Math.floor(share * 100)).padStart(3)} % ${detail}`;
      stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end: () => {
      stream.write('\r\u001b[2K');
    },
  };
}
