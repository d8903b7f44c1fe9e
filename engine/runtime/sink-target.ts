/** What a sink writes to, for finishing what an earlier statement prepared for the same table. */
import { encodeUtf8 } from '../../core/utf8.js';
import type { CheckpointManifest } from '../../storage/manifest.js';
import { crc32 } from '../../storage/checksum.js';
import type { Committable } from '../connector.js';
import type { SinkNode } from '../nodes.js';
import { savedPlan } from './saved-job.js';

/**
 * Table and a checksum of how it is written: two sinks of one target take each other's
 * committables. The options themselves stay out of the manifest, there may be secrets among them.
 */
export function sinkTarget(node: SinkNode): string {
  const options = Object.entries(node.options).sort(([a], [b]) => (a < b ? -1 : 1));
  const isOverwrite = (node.overwrite ?? null) !== null;
  const how = JSON.stringify([node.connector, options, node.partitionKeys, isOverwrite]);
  return `${node.table} ${crc32(encodeUtf8(how)).toString(16)}`;
}

/**
 * What sinks that are not among `uids` have prepared, by target: the statement was edited between
 * its checkpoint and the commit. Whoever writes there now has to finish it.
 */
export function orphanedCommits(
  manifest: CheckpointManifest,
  uids: ReadonlySet<string>,
): Map<string, readonly Committable[]> {
  const orphaned = new Map<string, readonly Committable[]>();
  for (const { uid, target } of savedPlan(manifest).nodes) {
    const prepared = manifest.committables[uid];
    if (target === undefined || prepared === undefined || uids.has(uid)) continue;
    orphaned.set(target, [...(orphaned.get(target) ?? []), ...prepared]);
  }
  return orphaned;
}
