/** The options of CSV, checked. */
import { ConnectorError } from '../../../core/errors.js';
import { booleanOption, characterOption, type Options } from '../../options.js';

export interface CsvOptions {
  /** Bytes; -1 = none. */
  readonly delimiter: number;
  readonly quote: number;
  readonly escape: number;
  readonly allowsComments: boolean;
  readonly ignoresErrors: boolean;
  readonly elementDelimiter: string;
  readonly nullLiteral: string | null;
  readonly emptyIsNull: boolean;
  readonly trimsSpaces: boolean;
  readonly ignoresTrailing: boolean;
  readonly allowsTrailingComma: boolean;
  readonly plainDecimals: boolean;
}

/** Throws ConnectorError OPTION_VALUE. */
export function csvOptions(options: Options): CsvOptions {
  const hasQuotes = !booleanOption(options, 'csv.disable-quote-character', false);
  if (!hasQuotes && options['csv.quote-character'] !== undefined) {
    throw new ConnectorError('OPTION_VALUE', {
      message: "options 'csv.disable-quote-character' and 'csv.quote-character' exclude each other",
      blame: 'user',
    });
  }
  booleanOption(options, 'csv.fail-on-missing-columns', false);
  const delimiter = asciiOption(options, 'csv.field-delimiter', ',');
  const quote = hasQuotes ? asciiOption(options, 'csv.quote-character', '"') : -1;
  const escape = asciiOption(options, 'csv.escape-character', null);
  if (delimiter === quote || delimiter === escape) {
    throw new ConnectorError('OPTION_VALUE', {
      message: "option 'csv.field-delimiter' is also the character that quotes or escapes",
      hint: "choose another, or set 'csv.disable-quote-character' = 'true'",
      blame: 'user',
    });
  }
  return {
    delimiter,
    quote,
    escape,
    allowsComments: booleanOption(options, 'csv.allow-comments', false),
    ignoresErrors: booleanOption(options, 'csv.ignore-parse-errors', false),
    elementDelimiter: options['csv.array-element-delimiter'] ?? ';',
    nullLiteral: options['csv.null-literal'] ?? null,
    emptyIsNull: booleanOption(options, 'csv.empty-string-as-null', false),
    trimsSpaces: booleanOption(options, 'csv.trim-spaces', false),
    ignoresTrailing: booleanOption(options, 'csv.ignore-trailing-unmappable', false),
    allowsTrailingComma: booleanOption(options, 'csv.allow-trailing-comma', true),
    plainDecimals: !booleanOption(options, 'csv.write-bigdecimal-in-scientific-notation', true),
  };
}

function asciiOption(options: Options, name: string, fallback: string | null): number {
  const character = characterOption(options, name) ?? fallback;
  if (character === null) return -1;
  const code = character.charCodeAt(0);
  if (code < 128 && code !== 10 && code !== 13) return code;
  throw new ConnectorError('OPTION_VALUE', {
    message: `option '${name}' must be one ASCII character other than a line break`,
    blame: 'user',
  });
}
