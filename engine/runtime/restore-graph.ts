/**
 * Puts the tasks of a fresh graph into the state of a checkpoint, or of a first start (null): one
 * path.
 */
import type { CheckpointManifest } from '../../storage/manifest.js';
import type { JobGraph } from './job-graph.js';
import { decodeMs } from './input-watermarks.js';
import { savedOperator, savedPlan } from './saved-job.js';
import { orphanedCommits, sinkTarget } from './sink-target.js';
import type { Task } from './task.js';

/**
 * Order: operators (their state, watermarks), sources (seek), sinks last: they finish what is
 * pending
 * and undo what is newer, which must not happen when something else cannot be restored.
 */
export async function restoreGraph(
  graph: JobGraph,
  manifest: CheckpointManifest | null,
): Promise<void> {
  restoreWatermarks(graph, manifest);
  for (const { task } of graph.operators) await task.restore();
  const ended = new Set(manifest === null ? [] : savedPlan(manifest).ended);
  for (const { uid, task } of graph.sources) {
    await task.restore(manifest?.offsets[uid] ?? null, ended.has(uid));
  }
  await restoreSinks(graph, manifest);
}

async function restoreSinks(graph: JobGraph, manifest: CheckpointManifest | null): Promise<void> {
  const uids = new Set(graph.sinks.map(({ uid }) => uid));
  const orphaned = manifest === null ? null : orphanedCommits(manifest, uids);
  for (const { node, uid, task } of graph.sinks) {
    const target = node.kind === 'sink' ? sinkTarget(node) : '';
    const others = orphaned?.get(target) ?? [];
    orphaned?.delete(target);
    const own = manifest?.committables[uid] ?? [];
    await task.restore([...others, ...own], manifest?.epoch ?? null);
  }
}

function restoreWatermarks(graph: JobGraph, manifest: CheckpointManifest | null): void {
  if (manifest === null) return;
  const announced = new Map<number, number>();
  for (const { id, uid, task } of graph.sources) {
    const saved = savedOperator(manifest, uid);
    if (saved !== null)
      task.parts.output.restoreAnnounced(decodeMs((saved.watermarks as { out: string }).out));
    announced.set(id, task.parts.output.announced);
  }
  for (const { node, uid, task } of [...graph.operators, ...graph.sinks]) {
    const saved = savedOperator(manifest, uid);
    if (saved !== null) task.loadWatermarks(saved.watermarks);
    else
      inherit(
        task,
        node.inputs.map((id) => announced.get(id)!),
      );
    announced.set(node.id, task.parts.output.announced);
  }
}

/** `reached`: what the producers have announced, by input. */
function inherit(task: Task, reached: readonly number[]): void {
  reached.forEach((ms, input) => task.inheritWatermark(input, ms));
}
