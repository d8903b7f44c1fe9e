/** The tasks of a plan, wired up; see execution.ts for what drives them. */
import { assert } from '../../core/assert.js';
import { EngineBug } from '../../core/errors.js';
import type { CheckpointManifest } from '../../storage/manifest.js';
import type { SourceFacts } from '../connector.js';
import type {
  CollectNode,
  PhysicalNode,
  SinkNode,
  SourceNode,
  ValuesNode,
  WatermarkNode,
} from '../nodes.js';
import type { SessionFacts } from '../expr.js';
import type { Operator, OperatorInput } from '../operator.js';
import { operatorSpec } from '../operators/index.js';
import { union } from '../operators/union.js';
import type { StateTables } from '../state/state-tables.js';
import { AsyncTask } from './async-task.js';
import { Backpressure } from './backpressure.js';
import { collectSink, factsOf, makeSink, makeSource } from './connector-instances.js';
import { ErrorLabels } from './error-labels.js';
import type { Place } from './error-labels.js';
import { consumersOf, interleavedOutputs, reachedFrom, type Cut } from './interleaved-outputs.js';
import { waitingRows } from './waiting-rows.js';
import type { JobSpec } from './job-spec.js';
import { TaskContext } from './operator-context.js';
import { operatorUids } from './operator-uids.js';
import { Output } from './output.js';
import type { Consumer, Receiver } from './output.js';
import { savedOperator } from './saved-job.js';
import { SinkTask } from './sink-task.js';
import type { ScheduledSource } from './source-schedule.js';
import { SourceTask } from './source-task.js';
import type { SourceParts } from './source-task.js';
import { BusyClock, TaskMeter } from './task-meter.js';
import { OperatorTask } from './task.js';
import type { TaskParts } from './task.js';
import { ValuesSource } from './values-source.js';

export interface GraphSource extends ScheduledSource {
  readonly uid: string;
  readonly task: SourceTask;
}
export interface GraphOperator {
  readonly node: PhysicalNode;
  readonly uid: string;
  readonly task: OperatorTask;
  readonly context: TaskContext;
}
export interface GraphSink {
  readonly node: PhysicalNode;
  readonly uid: string;
  readonly task: SinkTask;
}
/** A watermark node with an idle timeout and the sources whose rows it sees. */
export interface IdleWatch {
  readonly timeoutMs: number;
  readonly output: Output;
  readonly sources: readonly GraphSource[];
}

export interface JobGraph {
  /** In order of node id. */
  readonly sources: readonly GraphSource[];
  /** Producers first. */
  readonly operators: readonly GraphOperator[];
  readonly sinks: readonly GraphSink[];
  readonly idleWatches: readonly IdleWatch[];
  readonly backpressure: Backpressure;
}

export interface GraphParts {
  readonly spec: JobSpec;
  readonly tables: StateTables;
  readonly manifest: CheckpointManifest | null;
  readonly onAligned: (task: number, epoch: number) => void;
  readonly epoch: () => number;
  readonly notify: () => void;
}

/**
 * Makes all tasks; nothing is restored yet. Throws what making sources, sinks and operators throws.
 */
export async function buildGraph(parts: GraphParts): Promise<JobGraph> {
  const builder = new GraphBuilder(parts);
  for (const node of [...parts.spec.plan.nodes].reverse()) await builder.add(node);
  return builder.finish();
}

class GraphBuilder {
  readonly #parts: GraphParts;
  readonly #uids: ReadonlyMap<number, string>;
  readonly #consumers: ReadonlyMap<number, readonly PhysicalNode[]>;
  readonly #interleaved: ReadonlyMap<number, Cut>;
  readonly #waiting: ReadonlySet<number>;
  readonly #receivers = new Map<number, Receiver>();
  readonly #outputs = new Map<number, Output>();
  readonly #labels = new ErrorLabels();
  readonly #busy: BusyClock;
  readonly #backpressure = new Backpressure();
  readonly #sources: GraphSource[] = [];
  readonly #operators: GraphOperator[] = [];
  readonly #sinks: GraphSink[] = [];

  constructor(parts: GraphParts) {
    this.#parts = parts;
    const plan = parts.spec.plan;
    this.#uids = operatorUids(plan);
    this.#consumers = consumersOf(plan);
    this.#interleaved = interleavedOutputs(plan);
    this.#waiting = waitingRows(plan);
    this.#busy = new BusyClock(parts.spec.env.clock);
  }

  /** Consumers must have been added before. */
  async add(node: PhysicalNode): Promise<void> {
    switch (node.kind) {
      case 'source':
        this.#addSource(node, await factsOf(this.#parts.spec, node));
        break;
      case 'values':
        this.#addSource(node, valuesFacts(node));
        break;
      case 'sink':
      case 'collect':
        this.#addSink(node);
        break;
      default:
        this.#addOperator(node);
    }
  }

  finish(): JobGraph {
    return {
      sources: this.#sources.sort((a, b) => a.id - b.id),
      operators: this.#operators.reverse(),
      sinks: this.#sinks.reverse(),
      idleWatches: this.#idleWatches(),
      backpressure: this.#backpressure,
    };
  }

  #addSource(node: SourceNode | ValuesNode, facts: SourceFacts): void {
    const source =
      node.kind === 'values' ? new ValuesSource(node) : makeSource(this.#parts.spec, node);
    const parts: SourceParts = {
      ...this.#common(node),
      epoch: this.#parts.epoch,
      notify: this.#parts.notify,
    };
    const task = new SourceTask(parts, source);
    const timed = this.#watermarksBelow(node).map((id) => this.#outputs.get(id)!);
    this.#sources.push({
      id: node.id,
      uid: this.#uid(node),
      task,
      isBounded: facts.bounded,
      hasWatermark: timed.length > 0,
      estimatedBytes: facts.estimatedBytes,
      get hasEnded() {
        return task.hasEnded;
      },
      get isIdle() {
        return task.isIdle;
      },
      watermark: () => Math.min(...timed.map((output) => output.announced)),
    });
  }

  #addSink(node: SinkNode | CollectNode): void {
    const uid = this.#uid(node);
    const sink =
      node.kind === 'sink'
        ? makeSink(this.#parts.spec, node, uid)
        : collectSink(this.#parts.spec, node);
    const table = node.kind === 'sink' ? { name: node.table, schema: node.output } : null;
    const task = new SinkTask(this.#taskParts(node), sink, this.#backpressure, table);
    this.#receivers.set(node.id, task);
    this.#sinks.push({ node, uid, task });
  }

  #addOperator(node: PhysicalNode): void {
    const parts = this.#taskParts(node);
    const uid = this.#uid(node);
    const { spec, manifest, tables } = this.#parts;
    let made: OperatorTask | null = null;
    const watermark = (): number =>
      made === null ? -Infinity : Math.max(made.watermarks.merged, parts.output.announced);
    const { clock, random } = spec.env;
    const session: SessionFacts = { ...spec.session, machine: { clock, random } };
    const context = new TaskContext({
      session,
      clock,
      random,
      metrics: parts.meter,
      inputs: node.inputs.map((id) => this.#inputOf(id)),
      state: tables.forOperator(uid),
      scalars: savedOperator(manifest, uid)?.scalars ?? {},
      currentWatermark: watermark,
    });
    const task =
      node.kind === 'asyncCalls'
        ? new AsyncTask(parts, node, session, this.#backpressure)
        : new OperatorTask(parts, () => makeOperator(node, context));
    made = task;
    this.#receivers.set(node.id, task);
    this.#operators.push({ node, uid, task, context });
  }

  #inputOf(id: number): OperatorInput {
    const producer = this.#parts.spec.plan.nodes.find((node) => node.id === id);
    assert(producer !== undefined, `node ${id} is in the plan`);
    const { output: schema, changelog } = producer;
    return { schema, changelog, waits: this.#waiting.has(id) };
  }

  #taskParts(node: PhysicalNode): TaskParts {
    const { onAligned, epoch } = this.#parts;
    return { ...this.#common(node), inputs: node.inputs.length, onAligned, epoch };
  }

  #common(node: PhysicalNode): {
    place: Place;
    output: Output;
    meter: TaskMeter;
    busy: BusyClock;
    labels: ErrorLabels;
  } {
    const table = node.kind === 'source' || node.kind === 'sink' ? node.table : null;
    const place = { id: node.id, kind: node.kind, uid: this.#uid(node), table };
    const output = new Output(this.#consumersOf(node), this.#interleaved.get(node.id) ?? null);
    this.#outputs.set(node.id, output);
    return { place, output, meter: new TaskMeter(), busy: this.#busy, labels: this.#labels };
  }

  /** One entry for each input slot that reads `node`, in the plan's order. */
  #consumersOf(node: PhysicalNode): Consumer[] {
    const consumers: Consumer[] = [];
    for (const consumer of new Set(this.#consumers.get(node.id))) {
      const receiver = this.#receivers.get(consumer.id);
      assert(receiver !== undefined, 'the plan is in topological order');
      consumer.inputs.forEach((id, input) => {
        if (id === node.id) consumers.push({ receiver, input });
      });
    }
    return consumers;
  }

  /** Ids of the watermark nodes that see the rows of `node`. */
  #watermarksBelow(node: PhysicalNode): number[] {
    const reached = reachedFrom(node, this.#consumers);
    return this.#parts.spec.plan.nodes
      .filter((other) => other.kind === 'watermark' && reached.has(other.id))
      .map((other) => other.id);
  }

  #idleWatches(): IdleWatch[] {
    const isWatch = (node: PhysicalNode): node is WatermarkNode =>
      node.kind === 'watermark' && node.idleTimeoutMs !== null && node.idleTimeoutMs > 0;
    const seenBy = (watch: WatermarkNode): GraphSource[] =>
      this.#sources.filter((source) => {
        const node = this.#parts.spec.plan.nodes.find((other) => other.id === source.id)!;
        return reachedFrom(node, this.#consumers).has(watch.id);
      });
    return this.#parts.spec.plan.nodes.filter(isWatch).map((node) => ({
      timeoutMs: node.idleTimeoutMs!,
      output: this.#outputs.get(node.id)!,
      sources: seenBy(node),
    }));
  }

  #uid(node: PhysicalNode): string {
    return this.#uids.get(node.id)!;
  }
}

function valuesFacts(node: ValuesNode): SourceFacts {
  return {
    bounded: true,
    replayable: true,
    changelog: 'insert-only',
    estimatedBytes: node.rows.length,
  };
}

function makeOperator(node: PhysicalNode, context: TaskContext): Operator {
  if (node.kind === 'union') return union.create(node, context);
  const spec = operatorSpec(node.kind);
  if (spec === undefined) throw new EngineBug(`no operator for node kind ${node.kind}`);
  return spec.create(node, context);
}
