import type { AggregateCall } from '../nodes.js';

/** Aggregate calls for EXPLAIN: `COUNT(*), SUM(DISTINCT $1) FILTER $2`; $n is input column n. */
export function explainCalls(calls: readonly AggregateCall[]): string {
  return calls
    .map((call) => {
      const args = call.args.length === 0 ? '*' : call.args.map((arg) => `$${arg}`).join(', ');
      const filter = call.filter === null ? '' : ` FILTER $${call.filter}`;
      return `${call.name}(${call.distinct ? 'DISTINCT ' : ''}${args})${filter}`;
    })
    .join(', ');
}
