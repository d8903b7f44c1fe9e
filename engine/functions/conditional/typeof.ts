/** TYPEOF. */
import type { JsonValue } from '../../../core/json.js';
import { formatType, stringType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { refuse } from '../signature.js';

/** The second argument (force serializable) changes nothing for the types there are. */
export const typeOf: ScalarFunction = {
  name: 'TYPEOF',
  doc: 'Type of an expression as text.',
  syntax: 'TYPEOF(x)',
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
    return () => name;
  },
};
