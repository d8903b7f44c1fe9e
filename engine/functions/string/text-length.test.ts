import test from 'ava';
import { MillraceError } from '../../../core/errors.js';
import { intType, stringType } from '../../../core/types.js';
import { evaluate } from '../../expr/evaluate.js';
import { call, literal } from '../../expr.js';

const a = literal('a', stringType);
const length = literal(2 ** 31 - 1, intType);

test('texts that would be too long are refused by name', (t) => {
  for (const expr of [
    call('CAST', [a], { id: 'char', length: 2 ** 31 - 1, nullable: true }),
    call('REPEAT', [a, length], stringType),
    call('RPAD', [a, length, a], stringType),
  ]) {
    const make = (): unknown => evaluate(expr, [], { timeZone: 'UTC' });
    t.throws(make, { instanceOf: MillraceError, code: 'TEXT_TOO_LONG' });
  }
});
