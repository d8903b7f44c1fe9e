/** The part of a table that aggregators see. */
import type { KeyedTable } from '../state/state.js';

/** Typed fields by slot: of a keyed table, or of panes that live for one emission. */
export type Accumulators = Pick<KeyedTable, 'f64' | 'i64' | 'i32' | 'u8' | 'object' | 'resized'>;
