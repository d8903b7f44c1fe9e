/** DESCRIBE FUNCTION: what the registries know of a function. */
import type { Value } from '../../core/batch.js';
import { stringType } from '../../core/types.js';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import type { ScalarFunction } from '../../engine/functions/function.js';
import { findFunction } from '../../engine/functions/registry.js';
import type { UserFunction } from '../../engine/functions/user/user-functions.js';
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
  if (user !== undefined) rows.push(...userRows(user));
  else if (known !== undefined) {
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

function userRows(user: UserFunction): (readonly Value[])[] {
  const rows: (readonly Value[])[] = [['kind', user.kind]];
  if (user.signature !== undefined) rows.push(['signature', user.signature]);
  switch (user.kind) {
    case 'scalar':
    case 'async':
      rows.push(['is deterministic', String(user.scalar.deterministic ?? true)]);
      break;
    case 'table':
      rows.push(['is deterministic', String(user.isDeterministic)]);
      break;
    case 'aggregate':
      rows.push(['takes retractions', String(user.aggregate.retractable ?? true)]);
      rows.push(['merges', String(user.isMergeable)]);
  }
  if (user.kind === 'async') rows.push(['concurrency', String(user.concurrency)]);
  return rows;
}

function exampleRows({ examples, deterministic }: ScalarFunction): (readonly Value[])[] {
  return [
    ['is deterministic', String(deterministic ?? true)],
    ...examples.map(([sql, result]) => ['example', `${sql} = ${result}`]),
  ];
}
