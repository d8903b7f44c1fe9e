/** The `json` format: a JSON object a line. */
import { ConnectorError } from '../../../core/errors.js';
import { booleanOption, choiceOption, type Options } from '../../options.js';
import type { FormatSpec } from '../format.js';
import type { ConvertOptions } from './convert.js';
import { JsonDecoder } from './json-decoder.js';
import { JsonEncoder } from './json-encoder.js';
import { jsonWriteOptions } from './json-text.js';

export const jsonFormat: FormatSpec = {
  name: 'json',
  doc: 'A JSON object a line, matched to columns by exact name.',
  options: [
    {
      name: 'json.fail-on-missing-field',
      doc: 'A missing field is an error, not null.',
      default: 'false',
    },
    {
      name: 'json.ignore-parse-errors',
      doc: 'A field that does not fit is null; a broken line is skipped.',
      default: 'false',
    },
    {
      name: 'json.timestamp-format.standard',
      doc: 'SQL (blank between) or ISO-8601 (T between).',
      default: 'SQL',
    },
    {
      name: 'json.map-null-key.mode',
      doc: 'Null keys of written maps: FAIL, DROP or LITERAL.',
      default: 'FAIL',
    },
    {
      name: 'json.map-null-key.literal',
      doc: 'Stands for a null key in LITERAL mode.',
      default: 'null',
    },
    {
      name: 'json.encode.decimal-as-plain-number',
      doc: 'No scientific notation.',
      default: 'false',
    },
    {
      name: 'json.encode.ignore-null-fields',
      doc: 'Null fields of rows are left out.',
      default: 'false',
    },
    {
      name: 'json.decode.json-parser.enabled',
      doc: 'Accepted; there is one reader here.',
      default: 'true',
    },
  ],
  changelog: 'insert-only',
  encodesRetractions: false,
  check(options) {
    const { ignoresErrors, failsOnMissing } = jsonConvertOptions(options, 'json');
    if (ignoresErrors && failsOnMissing) {
      throw new ConnectorError('OPTION_VALUE', {
        message:
          "options 'json.fail-on-missing-field' and 'json.ignore-parse-errors' exclude each other",
        blame: 'user',
      });
    }
    jsonWriteOptions(options, 'json');
    booleanOption(options, 'json.decode.json-parser.enabled', true);
  },
  decoder(context) {
    const options = jsonConvertOptions(context.options, 'json');
    return new JsonDecoder(context, {
      ...options,
      skipsCorrupt: options.ignoresErrors || context.skipCorrupt,
    });
  },
  encoder: (context) => new JsonEncoder(context, jsonWriteOptions(context.options, 'json')),
};

/** How values are read, from the options `<prefix>.*`. */
export function jsonConvertOptions(options: Options, prefix: string): ConvertOptions {
  return {
    ignoresErrors: booleanOption(options, `${prefix}.ignore-parse-errors`, false),
    failsOnMissing: booleanOption(options, `${prefix}.fail-on-missing-field`, false),
    separator: jsonSeparator(options, prefix),
  };
}

/** The byte between date and time: 32, or 84 in the ISO form. */
export function jsonSeparator(options: Options, prefix: string): number {
  return choiceOption(options, `${prefix}.timestamp-format.standard`, ['SQL', 'ISO-8601']) === 'SQL'
    ? 32
    : 84;
}
