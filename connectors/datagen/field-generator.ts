/** Values of one field by row number, from the options `fields.<name>.*`. */
import type { Value } from '../../core/batch.js';
import { powerOfTen } from '../../core/decimal.js';
import { ConnectorError } from '../../core/errors.js';
import { timestampValue } from '../../core/timestamp-value.js';
import { LENGTH_MAX, type DataType } from '../../core/types.js';
import {
  booleanOption,
  choiceOption,
  durationOption,
  integerOption,
  type Options,
} from '../options.js';
import { hash32, uniform, uniformBigint } from './row-random.js';

/** Value of row `row` (0-based); `baseMs` is the wall clock when the table was first read. */
export type Generate = (row: number, baseMs: number) => Value;
export interface FieldGenerator {
  readonly generate: Generate;
  /** Rows until a sequence ends; Infinity for random fields. */
  readonly rowsMax: number;
}

const INTEGER_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  tinyint: [-128n, 127n],
  smallint: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  bigint: [-9223372036854775808n, 9223372036854775807n],
};

/**
 * `path` is the option's middle part (a column, then nested names); `seed` already differs between
 * columns.
 * Throws ConnectorError OPTION_VALUE.
 */
export function fieldGenerator(
  path: string,
  type: DataType,
  options: Options,
  seed: number,
): FieldGenerator {
  const prefix = `fields.${path}`;
  if (choiceOption(options, `${prefix}.kind`, ['random', 'sequence']) === 'sequence') {
    return sequence(prefix, type, options);
  }
  const generate = random(prefix, path, type, options, seed);
  const nullRate = Number(options[`${prefix}.null-rate`] ?? '0');
  if (!(nullRate >= 0 && nullRate <= 1)) throw bad(`${prefix}.null-rate`, 'a number from 0 to 1');
  if (nullRate === 0) return { generate, rowsMax: Infinity };
  return {
    generate: (row, baseMs) => (uniform(seed, 77, row) < nullRate ? null : generate(row, baseMs)),
    rowsMax: Infinity,
  };
}

function bad(name: string, wanted: string): ConnectorError {
  return new ConnectorError('OPTION_VALUE', {
    message: `option '${name}' must be ${wanted}`,
    blame: 'user',
  });
}

function sequence(prefix: string, type: DataType, options: Options): FieldGenerator {
  const start = bigintOption(options, `${prefix}.start`);
  const end = bigintOption(options, `${prefix}.end`);
  if (start === null || end === null) throw bad(`${prefix}.start and .end`, 'given for a sequence');
  if (end < start) throw bad(`${prefix}.end`, `at least ${start}`);
  const convert = sequenceValue(prefix, type);
  return { generate: (row) => convert(start + BigInt(row)), rowsMax: Number(end - start + 1n) };
}

function sequenceValue(prefix: string, type: DataType): (value: bigint) => Value {
  switch (type.id) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'float':
    case 'double':
      return Number;
    case 'bigint':
      return (value) => value;
    case 'decimal':
      return (value) => value * powerOfTen(type.scale);
    case 'char':
    case 'varchar':
      return String;
    default:
      throw bad(`${prefix}.kind`, `random: there is no sequence of ${type.id.toUpperCase()}`);
  }
}

function bigintOption(options: Options, name: string): bigint | null {
  const text = options[name]?.trim();
  if (text === undefined) return null;
  if (!/^[+-]?\d{1,19}$/.test(text)) throw bad(name, 'an integer');
  return BigInt(text.replace('+', ''));
}

function random(
  prefix: string,
  path: string,
  type: DataType,
  options: Options,
  seed: number,
): Generate {
  switch (type.id) {
    case 'boolean':
      return (row) => (hash32(seed, 0, row) & 1) === 1;
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return integers(prefix, type.id, options, seed);
    case 'float':
    case 'double': {
      const limit = type.id === 'float' ? 3.4028234663852886e38 : Number.MAX_VALUE;
      const [min, max] = [
        numberOption(options, `${prefix}.min`, -limit),
        numberOption(options, `${prefix}.max`, limit),
      ];
      if (min > max) throw bad(`${prefix}.max`, `at least ${min}`);
      return (row) => {
        const u = uniform(seed, 0, row);
        return min * (1 - u) + max * u;
      };
    }
    case 'decimal':
      return decimals(prefix, type.precision, type.scale, options, seed);
    case 'char':
    case 'varchar':
      return texts(prefix, type.length, options, seed);
    case 'binary':
    case 'varbinary':
      return bytes(prefix, type.length, options, seed);
    case 'date':
      return (row, baseMs) => Math.floor((baseMs - past(prefix, options, seed, row)) / 86_400_000);
    case 'time':
      return (row) => Math.floor(uniform(seed, 0, row) * 86_400) * 1000;
    case 'timestamp':
    case 'timestamp_ltz':
      past(prefix, options, seed, 0);
      return (row, baseMs) =>
        timestampValue(
          { ms: Math.floor(baseMs - past(prefix, options, seed, row)), nanos: 0 },
          type,
        );
    case 'array':
    case 'multiset':
    case 'map':
      return collections(prefix, path, type, options, seed);
    case 'row': {
      const inner = type.fields.map(
        (field, i) =>
          fieldGenerator(`${path}.${field.name}`, field.type, options, seed ^ hash32(seed, i, 1))
            .generate,
      );
      return (row, baseMs) => inner.map((generate) => generate(row, baseMs));
    }
    default:
      throw bad(`${prefix}.kind`, `left out: datagen has no values of ${type.id.toUpperCase()}`);
  }
}

function numberOption(options: Options, name: string, fallback: number): number {
  const text = options[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw bad(name, 'a number');
  return value;
}

function integers(
  prefix: string,
  id: 'tinyint' | 'smallint' | 'int' | 'bigint',
  options: Options,
  seed: number,
): Generate {
  const [lowest, highest] = INTEGER_RANGES[id]!;
  const min = bigintOption(options, `${prefix}.min`) ?? lowest;
  const max = bigintOption(options, `${prefix}.max`) ?? highest;
  if (min < lowest || max > highest || min > max)
    throw bad(`${prefix}.min and .max`, `a range within ${lowest} to ${highest}`);
  if (id === 'bigint') return (row) => uniformBigint(seed, 0, row, min, max);
  const [first, span] = [Number(min), Number(max - min + 1n)];
  return (row) => first + Math.floor(uniform(seed, 0, row) * span);
}

function decimals(
  prefix: string,
  precision: number,
  scale: number,
  options: Options,
  seed: number,
): Generate {
  const unit = Number(powerOfTen(scale));
  const limit = Number(powerOfTen(precision)) - 1;
  const min = Math.max(-limit, numberOption(options, `${prefix}.min`, -limit / unit) * unit);
  const max = Math.min(limit, numberOption(options, `${prefix}.max`, limit / unit) * unit);
  if (min > max) throw bad(`${prefix}.max`, `at least ${min / unit}`);
  const [low, high] = [BigInt(Math.ceil(min)), BigInt(Math.floor(max))];
  const bound = powerOfTen(precision) - 1n;
  return (row) => {
    const value =
      low + (((high - low + 1n) * BigInt(Math.floor(uniform(seed, 0, row) * 2 ** 53))) >> 53n);
    return value > bound ? bound : value < -bound ? -bound : value;
  };
}

function lengthOf(prefix: string, declared: number, options: Options, fallback: number): number {
  const length = integerOption(options, `${prefix}.length`, 1);
  const most = declared === LENGTH_MAX ? Infinity : declared;
  if (length !== null && length > most) throw bad(`${prefix}.length`, `at most ${most}`);
  return length ?? Math.min(most, fallback);
}

const HEX = '0123456789abcdef';

function texts(prefix: string, declared: number, options: Options, seed: number): Generate {
  const length = lengthOf(prefix, declared, options, 100);
  const varies = booleanOption(options, `${prefix}.var-len`, false);
  return (row) => {
    const count = varies ? 1 + Math.floor(uniform(seed, 1, row) * length) : length;
    let text = '';
    for (let i = 0; i < count; i++) {
      text += HEX[(hash32(seed, 2 + (i >> 3), row) >>> (4 * (i & 7))) & 15]!;
    }
    return text;
  };
}

function bytes(prefix: string, declared: number, options: Options, seed: number): Generate {
  const length = lengthOf(prefix, declared, options, 100);
  const varies = booleanOption(options, `${prefix}.var-len`, false);
  return (row) => {
    const count = varies ? 1 + Math.floor(uniform(seed, 1, row) * length) : length;
    return Uint8Array.from({ length: count }, (_, i) => hash32(seed, 2 + i, row) & 255);
  };
}

/** Ms before the base time. */
function past(prefix: string, options: Options, seed: number, row: number): number {
  const maxPast = durationOption(options, `${prefix}.max-past`) ?? 0;
  return maxPast === 0 ? 0 : Math.floor(uniform(seed, 3, row) * maxPast);
}

function collections(
  prefix: string,
  path: string,
  type: Extract<DataType, { id: 'array' | 'multiset' | 'map' }>,
  options: Options,
  seed: number,
): Generate {
  const length = integerOption(options, `${prefix}.length`, 0) ?? 3;
  const inner = (name: string, itemType: DataType, salt: number): Generate =>
    fieldGenerator(`${path}.${name}`, itemType, options, seed ^ salt).generate;
  if (type.id === 'array') {
    const item = inner('element', type.element, 11);
    return (row, baseMs) => Array.from({ length }, (_, i) => item(row * length + i, baseMs));
  }
  const key = type.id === 'map' ? inner('key', type.key, 13) : inner('element', type.element, 13);
  const value: Generate = type.id === 'map' ? inner('value', type.value, 17) : () => 1;
  return (row, baseMs) =>
    Array.from(
      { length },
      (_, i) => [key(row * length + i, baseMs), value(row * length + i, baseMs)] as const,
    );
}
