/**
 * The `parquet` format: hyparquet for the structure, our own loops for flat columns;
 * hyparquet-writer for writing.
 */
import type { Compressors } from 'hyparquet';
import type { FormatSpec } from '../format.js';
import { parquetCodec, parquetEncoders } from './parquet-encoder.js';
import { parquetElements } from './parquet-schema.js';

export const parquetFormat: FormatSpec = {
  name: 'parquet',
  doc: 'Columns by name of Parquet files; only wanted columns are read.',
  options: [
    {
      name: 'parquet.utc-timezone',
      doc: 'Accepted: times are read as they stand.',
      default: 'false',
    },
    { name: 'parquet.batch-size', doc: 'Accepted.', default: '2048' },
    {
      name: 'parquet.compression',
      doc: 'Of written files: SNAPPY, UNCOMPRESSED or GZIP.',
      default: 'SNAPPY',
    },
  ],
  changelog: 'insert-only',
  encodesRetractions: false,
  check(options, columns) {
    parquetCodec(options);
    parquetElements(columns.fields);
  },
  async rowCount(file) {
    const { rowCountOf } = await import('./parquet-file.js');
    return rowCountOf(file);
  },
  fileEncoders: parquetEncoders,
  async fileReader(context) {
    const { ParquetFile } = await import('./parquet-file.js');
    return ParquetFile.open(context, await loadCompressors());
  },
};

/**
 * Loaded when the first file needs them; zstandard runs as WebAssembly, five times faster than in
 * JavaScript.
 */
async function loadCompressors(): Promise<Compressors> {
  const [{ compressors }, zstd] = await Promise.all([
    import('hyparquet-compressors'),
    import('../../zstd.js'),
  ]);
  return { ...compressors, ZSTD: (input) => zstd.decompressZstd(input) };
}
