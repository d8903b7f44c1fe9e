/**
 * How often properties run, and from which seed: PROP_RUNS and PROP_SEED replay any failure;
 * PROP_PATH goes to it at once.
 */
interface PropertyRuns {
  readonly numRuns: number;
  readonly seed?: number;
  readonly path?: string;
}

/** Parameters for `fc.assert`; `numRuns` unless PROP_RUNS says otherwise. */
export function propertyRuns(numRuns = 100): PropertyRuns {
  const { PROP_RUNS, PROP_SEED, PROP_PATH } = process.env;
  const runs = PROP_RUNS === undefined ? numRuns : Number(PROP_RUNS);
  if (PROP_SEED === undefined) return { numRuns: runs };
  const seed = Number(PROP_SEED);
  return PROP_PATH === undefined
    ? { numRuns: runs, seed }
    : { numRuns: runs, seed, path: PROP_PATH };
}
