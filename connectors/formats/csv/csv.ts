/** The `csv` format: fields by position. */
import type { FormatSpec } from '../format.js';
import { CsvDecoder } from './csv-decoder.js';
import { CsvEncoder } from './csv-encoder.js';
import { csvOptions } from './csv-options.js';
import { checkCsvSchema } from './csv-value.js';

export const csvFormat: FormatSpec = {
  name: 'csv',
  doc: 'Values between delimiters, matched to columns by position. There is no heading line.',
  options: [
    { name: 'csv.field-delimiter', doc: 'One character, or an escape such as \\t.', default: ',' },
    {
      name: 'csv.quote-character',
      doc: 'Around texts with delimiters or line breaks.',
      default: '"',
    },
    {
      name: 'csv.disable-quote-character',
      doc: 'Quotes are letters like others.',
      default: 'false',
    },
    { name: 'csv.escape-character', doc: 'Before a character that means itself.' },
    { name: 'csv.allow-comments', doc: 'Lines that begin with # are left out.', default: 'false' },
    {
      name: 'csv.ignore-parse-errors',
      doc: 'A field that does not fit is null; a broken line is skipped.',
      default: 'false',
    },
    { name: 'csv.array-element-delimiter', doc: 'Between items of arrays and rows.', default: ';' },
    { name: 'csv.null-literal', doc: 'The text that means null.' },
    { name: 'csv.empty-string-as-null', doc: 'An empty field is null.', default: 'false' },
    { name: 'csv.trim-spaces', doc: 'Blanks around fields are left out.', default: 'false' },
    {
      name: 'csv.ignore-trailing-unmappable',
      doc: 'Fields too many are left out.',
      default: 'false',
    },
    { name: 'csv.allow-trailing-comma', doc: 'A delimiter may end the line.', default: 'true' },
    {
      name: 'csv.fail-on-missing-columns',
      doc: 'Accepted: too few fields are an error anyway.',
      default: 'false',
    },
    {
      name: 'csv.write-bigdecimal-in-scientific-notation',
      doc: '100000 is written 1E+5.',
      default: 'true',
    },
  ],
  changelog: 'insert-only',
  encodesRetractions: false,
  check(options, columns) {
    csvOptions(options);
    checkCsvSchema(columns);
  },
  decoder: (context) => new CsvDecoder(context, csvOptions(context.options)),
  encoder: (context) => new CsvEncoder(context, csvOptions(context.options)),
};
