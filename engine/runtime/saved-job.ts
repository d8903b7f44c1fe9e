/** What a job writes into a manifest besides keyed state, and how it reads it again. */
import type { JsonValue } from '../../core/json.js';
import type { CheckpointManifest } from '../../storage/manifest.js';
import type { SavedNode } from './changed-plan.js';

/** Raise it when the meaning of what is saved here changes. */
export const SAVED_JOB_VERSION = 1;

/** Of one operator, by uid in `CheckpointManifest.operators`. */
export interface SavedOperator {
  readonly scalars: Readonly<Record<string, JsonValue>>;
  /** See Task.saveWatermarks; null for sources. */
  readonly watermarks: JsonValue;
}

/** `CheckpointManifest.plan`. */
export interface SavedPlan {
  readonly version: number;
  readonly nodes: readonly SavedNode[];
  /** Uids of the sources that were read to their end. */
  readonly ended: readonly string[];
  /**
   * The bounded input was read to its end and everything fired: nothing is left to do but to
   * commit, and there is no state of operators.
   */
  readonly isFinished: boolean;
  readonly schedule: JsonValue;
}

/** The plan part of a manifest of this version. */
export function savedPlan(manifest: CheckpointManifest): SavedPlan {
  return manifest.plan as unknown as SavedPlan;
}

/** null for an operator the manifest does not know. */
export function savedOperator(
  manifest: CheckpointManifest | null,
  uid: string,
): SavedOperator | null {
  return (manifest?.operators[uid] as unknown as SavedOperator | undefined) ?? null;
}
