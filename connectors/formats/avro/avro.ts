/** The `avro` format: object container files, in the schema that Flink derives from the columns. */
import type { FormatSpec } from '../format.js';
import { avroEncoders, avroOptions } from './avro-encoder.js';
import { avroSchemaOf } from './avro-schema.js';

/** Files of Avro; see docs/CONNECTORS.md. */
export const avroFormat: FormatSpec = {
  name: 'avro',
  doc: 'Avro object container files; fields by name.',
  options: [
    {
      name: 'avro.codec',
      doc: 'Of written blocks: snappy, null or deflate.',
      default: 'snappy',
    },
    {
      name: 'avro.timestamp_mapping.legacy',
      doc: 'true: TIMESTAMP up to precision 3 only; false: also TIMESTAMP_LTZ and precision 6.',
      default: 'true',
    },
    { name: 'avro.encoding', doc: 'binary; there is no other in files.', default: 'binary' },
  ],
  changelog: 'insert-only',
  encodesRetractions: false,
  check(options, columns) {
    avroSchemaOf(columns.fields, avroOptions(options).isLegacy);
  },
  fileEncoders: avroEncoders,
  async fileReader(context) {
    const { AvroFile } = await import('./avro-file.js');
    return AvroFile.open(context);
  },
};
