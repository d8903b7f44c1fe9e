/** The `print` connector: every change as a line such as `+I[1, ann]`. */
import type { Batch, Value } from '../core/batch.js';
import { rowAt } from '../core/batch.js';
import { columnReader, type ColumnReader } from '../core/column-read.js';
import { kindMark } from '../core/rowkind.js';
import type { DataType } from '../core/types.js';
import type { ConnectorSpec, Sink, SinkContext } from '../engine/connector.js';
import { formatScalar } from './formats/scalar-text.js';
import { booleanOption } from './options.js';

/** Takes whole lines, each with its newline. */
export interface PrintWriter {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** Prints through `writer`. At least once: after a crash rows may be printed again. */
export function printConnector(writer: PrintWriter): ConnectorSpec {
  return {
    name: 'print',
    doc: 'Prints every change on the standard output.',
    options: [
      { name: 'print-identifier', doc: 'Text before every line.' },
      { name: 'standard-error', doc: 'Print on the standard error output.', default: 'false' },
    ],
    sinkFacts(context) {
      booleanOption(context.options, 'standard-error', false);
      return { delivery: 'at-least-once', acceptsRetractions: true };
    },
    sink: (context) => new PrintSink(context, writer),
  };
}

class PrintSink implements Sink {
  readonly #print: (text: string) => void;
  readonly #prefix: string;
  readonly #types: readonly DataType[];
  readonly #readers: readonly ColumnReader[];

  constructor(context: SinkContext, writer: PrintWriter) {
    this.#print = booleanOption(context.options, 'standard-error', false)
      ? writer.error
      : writer.out;
    const identifier = context.options['print-identifier'];
    this.#prefix = identifier === undefined || identifier === '' ? '' : `${identifier}> `;
    this.#types = context.schema.fields.map((field) => field.type);
    this.#readers = this.#types.map(columnReader);
  }

  async restore(): Promise<void> {
    /* what is printed stays printed */
  }

  write(batch: Batch): void {
    let text = '';
    for (let i = 0; i < batch.rowCount; i++) {
      const row = rowAt(batch, i);
      const kind = batch.kinds === null ? 0 : batch.kinds[row]!;
      const values = this.#readers.map((read, c) =>
        printed(read(batch.columns[c]!, row), this.#types[c]!),
      );
      text += `${this.#prefix}${kindMark[kind as 0 | 1 | 2 | 3]}[${values.join(', ')}]\n`;
    }
    this.#print(text);
  }

  async prepare(): Promise<null> {
    return null;
  }
  async commit(): Promise<void> {
    /* nothing to show */
  }
  async close(): Promise<void> {
    /* nothing open */
  }
}

function items(value: Value): readonly Value[] {
  return value as readonly Value[];
}

/** As Flink prints it: times with a T between, rows as +I[...], arrays in [], maps as {k=v}. */
function printed(value: Value, type: DataType): string {
  if (value === null) return 'null';
  switch (type.id) {
    case 'array':
      return `[${items(value)
        .map((item) => printed(item, type.element))
        .join(', ')}]`;
    case 'map':
      return `{${printedPairs(value, type.key, type.value)}}`;
    case 'multiset':
      return `{${printedPairs(value, type.element, { id: 'int', nullable: false })}}`;
    case 'row': {
      const fields = type.fields.map((field, i) =>
        printed((value as readonly Value[])[i]!, field.type),
      );
      return `+I[${fields.join(', ')}]`;
    }
    case 'binary':
    case 'varbinary':
    case 'bitmap':
      return `[${[...new Int8Array(value as Uint8Array)].join(', ')}]`;
    default:
      return formatScalar(value, type, 'T');
  }
}

function printedPairs(value: Value, key: DataType, item: DataType): string {
  const pairs = value as readonly (readonly [Value, Value])[];
  return pairs.map((pair) => `${printed(pair[0], key)}=${printed(pair[1], item)}`).join(', ');
}
