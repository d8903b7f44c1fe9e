import type { SnapshotFiles } from '../../storage/backend.js';
import type { CheckpointManifest } from '../../storage/manifest.js';
import type { Committable } from '../connector.js';
import type { PreparedCommit } from './protocol-types.js';

/** The job as the coordinator sees it. Tasks are named by node id. */
export interface CheckpointHost {
  /**
   * Reads the source offsets, then sends the barriers; tasks answer through `Coordinator.aligned`.
   */
  injectBarrier(epoch: number): void;
  /** The cut is made before this returns. */
  prepare(sink: number, epoch: number): Promise<Committable | null>;
  /**
   * Scalars, watermarks and schedule as of now. Called with the freeze. True: all input has ended
   * and everything has fired, so that no operator needs its state any more.
   */
  cut(epoch: number): boolean;
  resume(epoch: number): void;
  commit(sink: number, committables: readonly Committable[]): Promise<void>;
  /** Hands the offsets of `epoch` back to the sources. */
  acknowledge(epoch: number): Promise<void>;
  /** What was cut, as a manifest. */
  manifest(
    epoch: number,
    committables: readonly PreparedCommit[],
    state: SnapshotFiles,
  ): CheckpointManifest;
}
