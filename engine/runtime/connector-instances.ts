/** Makes the sources and sinks of a plan. */
import type { Batch } from '../../core/batch.js';
import { ConnectorError, PlanError } from '../../core/errors.js';
import type { Committable, ConnectorSpec, Sink, Source, SourceFacts } from '../connector.js';
import type { CollectNode, SinkNode, SourceNode } from '../nodes.js';
import type { JobSpec, ResultSink } from './job-spec.js';

/** Throws PlanError CONNECTOR_UNKNOWN, ConnectorError CONNECTOR_CANNOT_READ. */
export function makeSource(spec: JobSpec, node: SourceNode): Source {
  const connector = connectorOf(spec, node);
  if (connector.source === undefined) throw cannot(node, 'READ', 'read');
  return connector.source({
    ...tableContext(spec, node),
    physical: node.physical,
    projection: node.projection,
    output: node.output,
    metadata: node.metadata,
    partitionKeys: node.partitionKeys,
  });
}

/** Facts for the schedule. A connector that does not tell is unbounded. */
export async function factsOf(spec: JobSpec, node: SourceNode): Promise<SourceFacts> {
  const facts = await connectorOf(spec, node).sourceFacts?.(
    tableContext(spec, node),
    node.physical,
  );
  return (
    facts ?? { bounded: false, replayable: false, changelog: node.changelog, estimatedBytes: null }
  );
}

/** Throws as `makeSource`. `uid` names staged files. */
export function makeSink(spec: JobSpec, node: SinkNode, uid: string): Sink {
  const connector = connectorOf(spec, node);
  if (connector.sink === undefined) throw cannot(node, 'WRITE', 'written');
  return connector.sink({
    ...tableContext(spec, node),
    schema: node.output,
    partitionKeys: node.partitionKeys,
    primaryKey: node.primaryKey,
    inputMode: node.changelog,
    overwrite: node.overwrite ?? null,
    sinkId: `${spec.name}-${uid}`,
  });
}

/** The rows of a collect node, as a sink without phases. */
export function collectSink(spec: JobSpec, node: CollectNode): Sink {
  return new CollectSink(spec.collect(node));
}

class CollectSink implements Sink {
  readonly #result: ResultSink;
  constructor(result: ResultSink) {
    this.#result = result;
  }
  async restore(): Promise<void> {}
  write(batch: Batch): void | Promise<void> {
    return this.#result.write(batch);
  }
  prepare(epoch: number): Promise<Committable | null> {
    this.#result.barrier?.(epoch);
    return Promise.resolve(null);
  }
  async commit(): Promise<void> {}
  async close(): Promise<void> {}
}

function tableContext(
  spec: JobSpec,
  node: SourceNode | SinkNode,
): {
  env: JobSpec['env'];
  table: string;
  options: Readonly<Record<string, string>>;
  baseDir: string;
  sessionTimeZone: string;
} {
  return {
    env: spec.env,
    table: node.table,
    options: node.options,
    baseDir: spec.baseDir,
    sessionTimeZone: spec.session.timeZone,
  };
}

function connectorOf(spec: JobSpec, node: SourceNode | SinkNode): ConnectorSpec {
  const connector = spec.connectors.get(node.connector);
  if (connector !== undefined) return connector;
  throw new PlanError('CONNECTOR_UNKNOWN', {
    message: `table ${node.table} has the connector '${node.connector}', which there is not`,
    hint: `Connectors are: ${spec.connectors.names().join(', ')}.`,
  });
}

function cannot(node: SourceNode | SinkNode, code: string, done: string): ConnectorError {
  return new ConnectorError(`CONNECTOR_CANNOT_${code}`, {
    message: `table ${node.table}: the connector '${node.connector}' cannot be ${done}`,
    blame: 'user',
  });
}
