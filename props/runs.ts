/** How often properties run, and from which seed: PROP_RUNS and PROP_SEED replay any failure. */
interface PropertyRuns {
  readonly numRuns: number;
  readonly seed?: number;
}

/** Parameters for `fc.assert`; `numRuns` unless PROP_RUNS says otherwise. */
export function propertyRuns(numRuns = 100): PropertyRuns {
  const { PROP_RUNS, PROP_SEED } = process.env;
  const runs = PROP_RUNS === undefined ? numRuns : Number(PROP_RUNS);
  return PROP_SEED === undefined ? { numRuns: runs } : { numRuns: runs, seed: Number(PROP_SEED) };
}
