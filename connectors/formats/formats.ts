/** The registry of formats: one line each. */
import { ConnectorError, didYouMean } from '../../core/errors.js';
import type { Options } from '../options.js';
import type { FormatSpec } from './format.js';
import { arrowFormat } from './arrow/arrow.js';
import { avroFormat } from './avro/avro.js';
import { changeFormats } from './change-json/change-json.js';
import { csvFormat } from './csv/csv.js';
import { jsonFormat } from './json/json.js';
import { parquetFormat } from './parquet/parquet.js';
import { rawFormat } from './raw/raw.js';

const formats: readonly FormatSpec[] = [
  jsonFormat,
  csvFormat,
  parquetFormat,
  avroFormat,
  arrowFormat,
  rawFormat,
  ...changeFormats,
];

/**
 * The format named by the option `format`. Throws ConnectorError OPTION_MISSING or FORMAT_UNKNOWN.
 */
export function formatOf(table: string, options: Options): FormatSpec {
  const name = options['format'];
  const names = formats.map((format) => format.name);
  if (name === undefined) {
    throw new ConnectorError('OPTION_MISSING', {
      message: `table ${table} needs the option 'format'`,
      hint: `One of ${names.join(', ')}.`,
      blame: 'user',
    });
  }
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  throw new ConnectorError('FORMAT_UNKNOWN', {
    message: `table ${table}: there is no format '${name}' (there are ${names.join(', ')})`,
    hint: didYouMean(name, names),
    blame: 'user',
  });
}

/** All formats, for documentation. */
export function formatList(): readonly FormatSpec[] {
  return formats;
}
