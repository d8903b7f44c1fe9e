/** Where a command writes, so that tests can look at it. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Everything else: progress, notes, errors. */
  err(text: string): void;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  /** Columns of the terminal. */
  width(): number;
}

/** The process's own terminal. A closed pipe behind stdout ends the output quietly. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outIsTty: process.stdout.isTTY,
    errIsTty: process.stderr.isTTY,
    width: () => process.stderr.columns ?? 80,
  };
}
