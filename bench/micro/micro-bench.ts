/** What a micro benchmark is. */
export interface MicroBench {
  readonly name: string;
  /** Rows (or entries) one call of the prepared function handles. */
  readonly rows: number;
  /** Makes the function to measure; a promise it returns is waited for. */
  readonly prepare: () => Promise<Measured>;
}

export interface Measured {
  readonly run: () => void | Promise<void>;
  /** Figures beside the rate. */
  readonly notes?: () => Readonly<Record<string, unknown>>;
  readonly close?: () => Promise<void>;
}
