/** The longest record that is read, in bytes: what intake refuses a backtest skips, or the two would differ. */
export const maxLineBytes = 1_048_576;
