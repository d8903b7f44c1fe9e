/** DESCRIBE FUNCTION: what the registries know of a function. */
import type { Value } from '../../core/batch.js';
import { stringType } from '../../core/types.js';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import type { ScalarFunction } from '../../engine/functions/function.js';
import { findFunction } from '../../engine/functions/registry.js';
import type { DescribeStatement } from '../ast/statement.js';
import type { BindEnv } from '../binder/context.js';
import { unknownFunction } from '../binder/function-call.js';
import type { Rows } from './show.js';

/** Rows of a name and a value, as Flink has them; ours go on with syntax, sense and examples. */
export function describeFunction(node: DescribeStatement, env: BindEnv): Rows {
  const name = node.name.parts.at(-1)!.name.toUpperCase();
  const user = env.session.functions?.get(name);
  const scalar = findFunction(name);
  const known = scalar ?? aggregateFunction(name);
  if (user === undefined && known === undefined)
    throw unknownFunction(name, node.name.span, env.session);
  const rows: (readonly Value[])[] = [
    ['is system function', user === undefined ? 'true' : 'false'],
    ['is temporary', user === undefined ? 'false' : 'true'],
  ];
  if (user === undefined && known !== undefined) {
    rows.push(['syntax', known.syntax], ['description', known.doc]);
    if (scalar !== undefined) rows.push(...exampleRows(scalar));
  }
  return {
    schema: {
      fields: [
        { name: 'info name', type: stringType },
        { name: 'info value', type: stringType },
      ],
    },
    rows,
  };
}

function exampleRows({ examples, deterministic }: ScalarFunction): (readonly Value[])[] {
  return [
    ['is deterministic', String(deterministic ?? true)],
    ...examples.map(([sql, result]) => ['example', `${sql} = ${result}`]),
  ];
}
