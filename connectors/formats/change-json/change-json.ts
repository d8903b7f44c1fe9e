/** The formats `debezium-json`, `canal-json`, `maxwell-json` and `ogg-json`. */
import type { Batch } from '../../../core/batch.js';
import { ConnectorError } from '../../../core/errors.js';
import { kindSign } from '../../../core/rowkind.js';
import { encodeUtf8 } from '../../../core/utf8.js';
import { booleanOption, type Options } from '../../options.js';
import type { Encoder, EncoderContext, FormatSpec } from '../format.js';
import { JsonEncoder } from '../json/json-encoder.js';
import { jsonConvertOptions } from '../json/json.js';
import { jsonWriteOptions } from '../json/json-text.js';
import { ChangeDecoder } from './change-decoder.js';
import { canal, debezium, maxwell, ogg, type ChangeDialect } from './dialect.js';

export const changeFormats: readonly FormatSpec[] = [debezium, canal, maxwell, ogg].map(
  formatOfDialect,
);

function formatOfDialect(dialect: ChangeDialect): FormatSpec {
  const { name } = dialect;
  return {
    name,
    doc: dialect.doc,
    options: [
      ...dialect.options.map((option) => ({ ...option, name: `${name}.${option.name}` })),
      {
        name: `${name}.ignore-parse-errors`,
        doc: 'Events that cannot be read are skipped.',
        default: 'false',
      },
      { name: `${name}.timestamp-format.standard`, doc: 'SQL or ISO-8601.', default: 'SQL' },
      { name: `${name}.map-null-key.mode`, doc: 'FAIL, DROP or LITERAL.', default: 'FAIL' },
      { name: `${name}.map-null-key.literal`, doc: 'Stands for a null key.', default: 'null' },
      {
        name: `${name}.encode.decimal-as-plain-number`,
        doc: 'No scientific notation.',
        default: 'false',
      },
      {
        name: `${name}.encode.ignore-null-fields`,
        doc: 'Null fields are left out.',
        default: 'false',
      },
    ],
    changelog: 'retract',
    encodesRetractions: true,
    check: (options) => check(options, dialect),
    decoder: (context) =>
      new ChangeDecoder(context, dialect, jsonConvertOptions(context.options, name)),
    encoder: (context) => new ChangeEncoder(context, dialect),
  };
}

function check(options: Options, dialect: ChangeDialect): void {
  const { name } = dialect;
  jsonConvertOptions(options, name);
  jsonWriteOptions(options, name);
  booleanOption(options, `${name}.schema-include`, false);
  for (const pattern of [`${name}.database.include`, `${name}.table.include`]) {
    try {
      new RegExp(options[pattern] ?? '', 'u');
    } catch (cause) {
      throw new ConnectorError('OPTION_VALUE', {
        message: `option '${pattern}': '${options[pattern]}' is no regular expression`,
        blame: 'user',
        cause,
      });
    }
  }
}

/** An update is written as a delete and an insert, as Flink does. */
class ChangeEncoder implements Encoder {
  readonly #rows: JsonEncoder;
  readonly #dialect: ChangeDialect;

  constructor(context: EncoderContext, dialect: ChangeDialect) {
    this.#rows = new JsonEncoder(context, jsonWriteOptions(context.options, dialect.name));
    this.#dialect = dialect;
  }

  encode(batch: Batch, rows: Int32Array, count: number): Uint8Array {
    const lines: string[] = [];
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const isDelete = batch.kinds !== null && kindSign[batch.kinds[row]!]! < 0;
      lines.push(this.#dialect.write(this.#rows.rowText(batch, row), isDelete));
    }
    return encodeUtf8(`${lines.join('\n')}\n`);
  }
}
