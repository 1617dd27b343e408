/** Reports a share of the work, 0 to 1, and what to say about it. */
export type Progress = (share: number, words: string) => void;

const width = 32;
const everyMs = 200;
const plainEveryMs = 5_000;

function draw(share: number, words: string): string {
  const filled = Math.round(Math.min(1, share) * width);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${words}`;
}

/** A bar that redraws itself on a terminal, and a line now and then where output is kept. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  let saidAt = -Infinity;
  return (share, words) => {
    const now = performance.now();
    const isDone = share >= 1;
    if (!isDone && now - saidAt < (stream.isTTY ? everyMs : plainEveryMs)) return;
    saidAt = now;
    if (stream.isTTY) stream.write(`\r\u001b[2K${draw(share, words)}${isDone ? '\n' : ''}`);
    else stream.write(`${Math.floor(share * 100)} % ${words}\n`);
  };
}
