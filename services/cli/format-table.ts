type Row = readonly (string | number | null)[];

function cell(value: string | number | null): string {
  return value === null ? '-' : String(value);
}

/** Columns padded to their widest cell; numbers to the right. */
export function formatTable(head: readonly string[], rows: readonly Row[]): string[] {
  const texts = [head, ...rows.map((row) => row.map(cell))];
  const widths = head.map((_, column) =>
    Math.max(...texts.map((row) => (row[column] ?? '').length)),
  );
  const isNumeric = head.map((_, column) =>
    rows.every((row) => row[column] === null || typeof row[column] === 'number'),
  );
  return texts.map((row) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return rows.length > 0 && isNumeric[column] === true
          ? text.padStart(width)
          : text.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
