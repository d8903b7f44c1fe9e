/** What is known of one option of a session (see options.ts). */
export type OptionType = 'boolean' | 'integer' | 'number' | 'duration' | 'memory' | 'text' | 'enum';

export interface SessionOption {
  readonly name: string;
  readonly type: OptionType;
  /** enum: canonical values; matched without case, '_' and '-' alike. */
  readonly values?: readonly string[];
  /** integer: least value (default 0). */
  readonly least?: number;
  /** null = not set. */
  readonly default: string | null;
  readonly doc: string;
  /** Older names of Flink for the same thing. */
  readonly aliases?: readonly string[];
  /**
   * accepted: has no effect here and none on results. fixed: results would change, so only
   * `default` is
   * taken. Absent: it works.
   */
  readonly support?: 'accepted' | 'fixed';
}
