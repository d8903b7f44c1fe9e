import { booleanType, formatType, withNullable } from '../../core/types.js';
import type { AggregateFunction } from './aggregate.js';
import { max, min } from './min-max.js';

/** EVERY: the smallest of the truth values. State as for MIN. */
export const every = truth('EVERY', 'BOOL_AND', 'Are all values that are not NULL true?', min);
/** SOME: the largest of the truth values. State as for MAX. */
export const some = truth('SOME', 'BOOL_OR', 'Is a value that is not NULL true?', max);

function truth(
  name: string,
  alias: string,
  doc: string,
  extreme: AggregateFunction,
): AggregateFunction {
  return {
    name,
    aliases: [alias],
    doc,
    syntax: `${name}(condition)`,
    nullWhenEmpty: true,
    resolve(args) {
      if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
      const { type } = args[0]!;
      if (type.id !== 'boolean' && type.id !== 'null')
        return { refused: `argument 1 must be a BOOLEAN, not ${formatType(type)}`, argument: 0 };
      const stored = withNullable(booleanType, type.nullable);
      return { args: [stored], type: stored };
    },
    create: (site) => extreme.create(site),
  };
}
