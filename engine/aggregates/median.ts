import { formatType, doubleType } from '../../core/types.js';
import { isNumeric } from '../functions/common-type.js';
import type { AggregateFunction } from './aggregate.js';
import { percentile } from './percentile.js';

/** MEDIAN: PERCENTILE at one half. State as for PERCENTILE. */
export const median: AggregateFunction = {
  name: 'MEDIAN',
  doc: 'The same as PERCENTILE(value, 0.5).',
  syntax: 'MEDIAN(value)',
  nullWhenEmpty: true,
  resolve(args) {
    if (args.length !== 1) return { refused: `takes 1 argument, not ${args.length}` };
    const { type } = args[0]!;
    if (!isNumeric(type) && type.id !== 'null')
      return { refused: `argument 1 must be a number, not ${formatType(type)}`, argument: 0 };
    return { args: [type], type: doubleType };
  },
  create: (site) => percentile.create({ ...site, constants: [0.5] }),
};
