/** What the join types do, as facts about each input. */
import type { JoinType } from '../../nodes.js';

/**
 * What becomes visible by itself (with nulls in the other side's place, or alone in semi and anti
 * joins).
 */
export type Alone =
  /** Never. */
  | 'never'
  /** While it has no match: outer sides, anti joins. */
  | 'unmatched'
  /** While it has a match: semi joins. */
  | 'matched';

export interface JoinFacts {
  /** By input: when its rows are visible alone. */
  readonly alone: readonly [Alone, Alone];
  /** Pairs are emitted; else the output has the left columns only. */
  readonly hasPairs: boolean;
}

const FACTS: Readonly<Record<JoinType, JoinFacts>> = {
  inner: { alone: ['never', 'never'], hasPairs: true },
  left: { alone: ['unmatched', 'never'], hasPairs: true },
  right: { alone: ['never', 'unmatched'], hasPairs: true },
  full: { alone: ['unmatched', 'unmatched'], hasPairs: true },
  semi: { alone: ['matched', 'never'], hasPairs: false },
  anti: { alone: ['unmatched', 'never'], hasPairs: false },
};

/** What `type` does. */
export function joinFacts(type: JoinType): JoinFacts {
  return FACTS[type];
}
