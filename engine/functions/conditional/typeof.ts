/** TYPEOF. */
import type { JsonValue } from '../../../core/json.js';
import type { Value } from '../../../core/batch.js';
import { formatType, LENGTH_MAX, stringType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { refuse } from '../signature.js';

/** With a second argument of TRUE no short names: STRING is VARCHAR(2147483647). */
export const typeOf: ScalarFunction = {
  name: 'TYPEOF',
  doc: 'Type of an expression as text.',
  syntax: 'TYPEOF(x [, in full])',
  category: 'system',
  nulls: 'handled',
  examples: [
    ['TYPEOF(1)', 'INT NOT NULL'],
    ["TYPEOF(ARRAY['a'])", 'ARRAY<CHAR(1) NOT NULL> NOT NULL'],
  ],
  resolve(facts, _options: JsonValue | undefined) {
    if (facts.length !== 1 && facts.length !== 2) return refuse('takes 1 or 2 arguments');
    return { args: facts.map((fact) => fact.type), type: stringType };
  },
  kernel(site) {
    const name = formatType(site.args[0]!);
    const full = name
      .replaceAll('STRING', `VARCHAR(${LENGTH_MAX})`)
      .replaceAll('BYTES', `VARBINARY(${LENGTH_MAX})`);
    return (_value: Value, isFull: Value = null) => (isFull === true ? full : name);
  },
};
