/** Reads the counters of a running graph. */
import type { JobMetrics, OperatorMetricsSnapshot } from '../metrics.js';
import type { Execution } from './execution.js';

/** What only the job knows. */
export interface JobCounters {
  readonly elapsedMs: number;
  readonly rowsPerSecond: number;
  readonly restarts: number;
}

/** Everything at once; O(operators). */
export function jobMetrics(execution: Execution, counters: JobCounters): JobMetrics {
  const operators = operatorMetrics(execution);
  const sum = (read: (operator: OperatorMetricsSnapshot) => number): number =>
    operators.reduce((total, operator) => total + read(operator), 0);
  const { coordinator, graph } = execution;
  return {
    ...counters,
    operators,
    rowsIn: execution.rowsIn,
    watermark: shown(Math.min(...graph.sinks.map(({ task }) => task.watermarks.merged))),
    windowsEmitted: sum((operator) => operator.windowsEmitted),
    lateRows: sum((operator) => operator.lateRows),
    lastCheckpoint: coordinator.completed.last,
    checkpointsCompleted: coordinator.completed.count,
    checkpointBytes: coordinator.completed.bytes,
    checkpointPauseMaxMs: coordinator.completed.pauseMaxMs,
    checkpointsAbandoned: coordinator.abandoned,
    progress: progress(execution),
  };
}

/** By node id. */
function operatorMetrics(execution: Execution): OperatorMetricsSnapshot[] {
  const { sources, operators, sinks } = execution.graph;
  return [...sources, ...operators, ...sinks]
    .map(({ uid, task }): OperatorMetricsSnapshot => {
      const { place, meter, output } = task.parts;
      return {
        id: place.id,
        uid,
        kind: place.kind,
        rowsIn: meter.rowsIn,
        rowsOut: output.rows,
        lateRows: meter.late,
        windowsEmitted: meter.windows,
        unmatchedRetractions: meter.unmatched,
        stateBytes: execution.tables.bytesOf(uid),
        busyMs: meter.busyMs,
        watermark: shown(output.announced),
      };
    })
    .sort((a, b) => a.id - b.id);
}

function shown(ms: number): number | null {
  return ms === -Infinity ? null : ms;
}

/** Of the source that is furthest behind. */
function progress(execution: Execution): number | null {
  const known = execution.graph.sources
    .map(({ task }) => task.progress)
    .filter((fraction) => fraction !== null);
  return known.length === 0 ? null : Math.min(...known);
}
