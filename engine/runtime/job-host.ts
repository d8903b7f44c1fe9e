/**
 * The checkpoint's view of one running graph: what is cut at the barrier, and what goes into the
 * manifest.
 */
import { assert } from '../../core/assert.js';
import type { JsonValue } from '../../core/json.js';
import type { SnapshotFiles } from '../../storage/backend.js';
import type { CheckpointManifest } from '../../storage/manifest.js';
import type { CheckpointHost } from '../checkpoint/checkpoint-host.js';
import type { PreparedCommit } from '../checkpoint/protocol-types.js';
import type { Committable } from '../connector.js';
import type { PhysicalNode } from '../nodes.js';
import type { SavedNode } from './changed-plan.js';
import { encodeMs } from './input-watermarks.js';
import type { GraphSink, JobGraph } from './job-graph.js';
import type { JobSpec } from './job-spec.js';
import { operatorUids } from './operator-uids.js';
import { SAVED_JOB_VERSION } from './saved-job.js';
import type { SavedOperator, SavedPlan } from './saved-job.js';
import { sinkTarget } from './sink-target.js';
import type { SourceSchedule } from './source-schedule.js';

/** Everything of one epoch but keyed state, as of its barrier. */
interface Cut {
  readonly epoch: number;
  readonly offsets: Readonly<Record<string, JsonValue>>;
  operators: Readonly<Record<string, SavedOperator>>;
  watermarks: Readonly<Record<string, number | null>>;
  rows: Readonly<Record<string, number>>;
  plan: SavedPlan | null;
}

export interface HostParts {
  readonly spec: JobSpec;
  readonly graph: JobGraph;
  readonly schedule: SourceSchedule;
  /** Rows read before this run began, by source uid. */
  readonly rowsBefore: Readonly<Record<string, number>>;
}

/** Cuts and restarts flow, one epoch at a time. */
export class JobHost implements CheckpointHost {
  readonly #parts: HostParts;
  readonly #uids: ReadonlyMap<number, string>;
  #cut: Cut | null = null;

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#uids = operatorUids(parts.spec.plan);
  }

  injectBarrier(epoch: number): void {
    const sources = this.#parts.graph.sources;
    const offsets: Record<string, JsonValue> = {};
    for (const { uid, task } of sources) offsets[uid] = task.offset();
    this.#cut = { epoch, offsets, operators: {}, watermarks: {}, rows: {}, plan: null };
    for (const { task } of sources) task.parts.output.barrier(epoch);
  }

  prepare(sink: number, epoch: number): Promise<Committable | null> {
    const isFinal = this.#parts.graph.sources.every((source) => source.hasEnded);
    return this.#sink(sink).task.prepare(epoch, isFinal);
  }

  cut(epoch: number): boolean {
    const cut = this.#cutOf(epoch);
    const plan = this.#savedPlan();
    cut.operators = this.#savedOperators();
    cut.watermarks = this.#watermarks();
    cut.rows = this.#rows();
    cut.plan = plan;
    return plan.isFinished;
  }

  resume(epoch: number): void {
    const { operators, sinks } = this.#parts.graph;
    for (const { task } of operators) task.resume(epoch);
    for (const { task } of sinks) task.resume(epoch);
  }

  commit(sink: number, committables: readonly Committable[]): Promise<void> {
    return this.#sink(sink).task.commit(committables);
  }

  async acknowledge(epoch: number): Promise<void> {
    const { offsets } = this.#cutOf(epoch);
    for (const { uid, task } of this.#parts.graph.sources) {
      const offset = offsets[uid]!;
      if (offset !== null) await task.acknowledge(offset);
    }
  }

  manifest(
    epoch: number,
    committables: readonly PreparedCommit[],
    state: SnapshotFiles,
  ): CheckpointManifest {
    const cut = this.#cutOf(epoch);
    const { spec } = this.#parts;
    const bySink: Record<string, JsonValue[]> = {};
    for (const { sink, committable } of committables) {
      (bySink[this.#sink(sink).uid] ??= []).push(committable);
    }
    return {
      version: 4,
      engineVersion: '0.1.0',
      epoch,
      kind: 'checkpoint',
      jobName: spec.name,
      planFingerprint: spec.plan.fingerprint,
      plan: cut.plan as unknown as JsonValue,
      offsets: cut.offsets,
      committables: bySink,
      operators: cut.operators as unknown as Readonly<Record<string, JsonValue>>,
      watermarks: cut.watermarks,
      rows: cut.rows,
      state,
      createdAtMs: spec.env.clock.nowMs(),
    };
  }

  #savedOperators(): Record<string, SavedOperator> {
    const { sources, operators, sinks } = this.#parts.graph;
    const saved: Record<string, SavedOperator> = {};
    for (const { uid, task } of sources) {
      saved[uid] = {
        scalars: {},
        watermarks: { in: null, out: encodeMs(task.parts.output.announced) },
      };
    }
    for (const { uid, task, context } of operators) {
      saved[uid] = { scalars: context.saveScalars(), watermarks: task.saveWatermarks() };
    }
    for (const { uid, task } of sinks)
      saved[uid] = { scalars: {}, watermarks: task.saveWatermarks() };
    return saved;
  }

  #watermarks(): Record<string, number | null> {
    const reached: Record<string, number | null> = {};
    for (const { uid, task } of [...this.#parts.graph.sources, ...this.#parts.graph.operators]) {
      const ms = task.parts.output.announced;
      reached[uid] = Number.isFinite(ms) ? ms : null;
    }
    return reached;
  }

  #rows(): Record<string, number> {
    const rows: Record<string, number> = {};
    for (const { uid, task } of this.#parts.graph.sources) {
      rows[uid] = (this.#parts.rowsBefore[uid] ?? 0) + task.parts.meter.rowsIn;
    }
    return rows;
  }

  #savedPlan(): SavedPlan {
    const { spec, graph, schedule } = this.#parts;
    const ended = graph.sources.filter(({ task }) => task.hasEnded).map(({ uid }) => uid);
    return {
      version: SAVED_JOB_VERSION,
      nodes: spec.plan.nodes.map((node) => this.#savedNode(node)),
      ended,
      isFinished: ended.length === graph.sources.length,
      schedule: schedule.save(),
    };
  }

  #savedNode(node: PhysicalNode): SavedNode {
    const saved: SavedNode = { uid: this.#uids.get(node.id)!, kind: node.kind };
    return node.kind === 'sink' ? { ...saved, target: sinkTarget(node) } : saved;
  }

  #cutOf(epoch: number): Cut {
    assert(this.#cut?.epoch === epoch, `the cut of epoch ${epoch} is at hand`);
    return this.#cut;
  }

  #sink(id: number): GraphSink {
    const sink = this.#parts.graph.sinks.find(({ node }) => node.id === id);
    assert(sink !== undefined, `node ${id} is a sink`);
    return sink;
  }
}
