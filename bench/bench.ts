/** One table of results. Cells are printed as they are: round before. */
export interface BenchTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What was measured and how, for somebody who only reads the table. */
  readonly note: string;
}

export interface BenchOptions {
  /** A tenth of the work: shows that everything runs, the figures are rough. */
  readonly isQuick: boolean;
  /** Where the labelled traffic sets lie; beside the project when not given. */
  readonly dataFolder: string | undefined;
}

export interface Bench {
  readonly name: string;
  run(options: BenchOptions): Promise<readonly BenchTable[]>;
}

/** Three significant digits, and no exponent for what people read as counts. */
export function round(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return 0;
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

export function toMarkdown({ title, columns, rows, note }: BenchTable): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const ruler = line(columns.map((_, index) => (index === 0 ? '---' : '---:')));
  return [`### ${title}`, '', note, '', line(columns), ruler, ...rows.map(line), ''].join('\n');
}
