/** The `filesystem` connector: tables over files of any format, read and written. */
import {
  notNull,
  stringType,
  bigintType,
  timestampLtzType,
  type Schema,
} from '../../core/types.js';
import type { ConnectorSpec, OptionSpec, TableContext } from '../../engine/connector.js';
import { ConnectorError } from '../../core/errors.js';
import type { FormatSpec } from '../formats/format.js';
import { formatList, formatOf } from '../formats/formats.js';
import {
  choiceOption,
  durationOption,
  integerOption,
  sizeOption,
  type Options,
} from '../options.js';
import { listFiles, pathPattern, resolvePath } from './file-list.js';
import { FileSink } from './file-sink.js';
import { FileSource } from './file-source.js';

const fileOptions: readonly OptionSpec[] = [
  {
    name: 'path',
    doc: 'File, folder or pattern (*, ?, **); relative paths are below the base folder.',
    required: true,
  },
  { name: 'format', doc: 'How rows stand in the files.', required: true },
  {
    name: 'source.monitor-interval',
    doc: 'Look for new files this often and never end; default: read once.',
  },
  { name: 'source.path.regex-pattern', doc: 'Only files whose whole path matches.' },
  { name: 'source.report-statistics', doc: 'Accepted.', default: 'ALL' },
  {
    name: 'partition.default-name',
    doc: 'Folder value of null and the empty text.',
    default: '__DEFAULT_PARTITION__',
  },
  { name: 'sink.rolling-policy.file-size', doc: 'A file is full at this size.', default: '128MB' },
  {
    name: 'sink.rolling-policy.rollover-interval',
    doc: 'Accepted: every checkpoint ends the files.',
    default: '30min',
  },
  { name: 'sink.rolling-policy.check-interval', doc: 'Accepted.', default: '1min' },
  { name: 'sink.rolling-policy.inactivity-interval', doc: 'Accepted.', default: '30min' },
  {
    name: 'sink.partition-commit.trigger',
    doc: 'Accepted: a partition is committed with its files.',
  },
  { name: 'sink.partition-commit.delay', doc: 'Accepted.', default: '0s' },
  { name: 'sink.partition-commit.watermark-time-zone', doc: 'Accepted.', default: 'UTC' },
  { name: 'sink.partition-commit.policy.kind', doc: 'success-file: mark folders that got files.' },
  { name: 'sink.partition-commit.success-file.name', doc: 'Its name.', default: '_SUCCESS' },
  { name: 'partition.time-extractor.kind', doc: 'Accepted.' },
  { name: 'partition.time-extractor.timestamp-pattern', doc: 'Accepted.' },
  { name: 'partition.time-extractor.timestamp-formatter', doc: 'Accepted.' },
  { name: 'sink.shuffle-by-partition.enable', doc: 'Accepted.', default: 'false' },
];

export const filesystem: ConnectorSpec = {
  name: 'filesystem',
  doc: 'Files of this machine: exactly-once as source and as sink.',
  options: fileOptions,
  extraOptions: (options) =>
    formatList().find((format) => format.name === options['format'])?.options ?? [],
  metadata: {
    'file.path': notNull(stringType),
    'file.name': notNull(stringType),
    'file.size': notNull(bigintType),
    'file.modification-time': timestampLtzType(3, false),
  },
  async sourceFacts(context, physical) {
    const format = checked(context, physical);
    if (format.decoder === undefined && format.fileReader === undefined) {
      throw new ConnectorError('FORMAT_DIRECTION', {
        message: `table ${context.table}: the format '${format.name}' cannot be read`,
        blame: 'user',
      });
    }
    const isBounded = durationOption(context.options, 'source.monitor-interval') === null;
    return {
      bounded: isBounded,
      replayable: true,
      changelog: format.changelog,
      estimatedBytes: isBounded ? await bytesOf(context) : null,
    };
  },
  async estimatedRows(context, physical) {
    const { options, env } = context;
    const format = checked(context, physical);
    const isBounded = durationOption(options, 'source.monitor-interval') === null;
    if (!isBounded || format.rowCount === undefined) return null;
    const path = resolvePath(options['path']!, context.baseDir);
    let rows = 0;
    for (const file of await listFiles(env.files, path, pathPattern(options)))
      rows += await format.rowCount({ env, path: file.path, bytes: file.bytes });
    return rows;
  },
  sinkFacts(context) {
    const format = checked(context, { fields: [] });
    if (format.encoder === undefined && format.fileEncoders === undefined) {
      throw new ConnectorError('FORMAT_DIRECTION', {
        message: `table ${context.table}: the format '${format.name}' cannot be written`,
        blame: 'user',
      });
    }
    return {
      delivery: 'exactly-once',
      acceptsRetractions: format.encodesRetractions,
      overwrites: true,
    };
  },
  source: (context) => new FileSource(context, checked(context, context.physical)),
  sink: (context) => new FileSink(context, checked(context, context.schema)),
};

/** Throws on option values that the format or this connector does not take. */
function checked(context: TableContext, columns: Schema): FormatSpec {
  const { options } = context;
  const format = formatOf(context.table, options);
  if (options['path'] === undefined) {
    throw new ConnectorError('OPTION_MISSING', {
      message: `table ${context.table} needs the option 'path'`,
      hint: fileOptions[0]!.doc,
      blame: 'user',
    });
  }
  if (options['path'].trim() === '') {
    throw new ConnectorError('OPTION_VALUE', {
      message: `table ${context.table}: the option 'path' is empty`,
      hint: "'.' is the base folder itself",
      blame: 'user',
    });
  }
  resolvePath(options['path'], context.baseDir);
  pathPattern(options);
  choiceOption(options, 'error.policy', ['fail', 'skip']);
  checkSinkOptions(options);
  format.check(options, columns);
  return format;
}

function checkSinkOptions(options: Options): void {
  sizeOption(options, 'sink.rolling-policy.file-size');
  for (const name of ['rollover-interval', 'check-interval', 'inactivity-interval']) {
    durationOption(options, `sink.rolling-policy.${name}`);
  }
  durationOption(options, 'sink.partition-commit.delay');
  integerOption(options, 'sink.parallelism', 1);
}

/** null when the files cannot be listed now; `restore` says why. */
async function bytesOf(context: TableContext): Promise<number | null> {
  const path = resolvePath(context.options['path']!, context.baseDir);
  if ((await context.env.files.stat(path)) === null) return null;
  const files = await listFiles(context.env.files, path, pathPattern(context.options));
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
