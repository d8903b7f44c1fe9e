/**
 * The only door to anything not deterministic. `core`, `engine` and `sql` import nothing from
 * `node:*`;
 * what they need of the machine is here, so that the same engine runs in a simulator.
 */
export interface Env {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: FileSystem;
  readonly log: Log;
}

export interface Clock {
  /** Wall clock, ms since 1970. */
  nowMs(): number;
  /** Monotonic, ms, for durations. */
  monotonicMs(): number;
  /** Resolves after `ms`; 0 lets pending I/O run (a macrotask). Rejects never. */
  sleep(ms: number): Promise<void>;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Random (version 4) UUID text. */
  uuid(): string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export interface Log {
  write(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface FileStat {
  readonly bytes: number;
  readonly isDirectory: boolean;
  readonly modifiedMs: number;
}

/**
 * Paths are absolute or relative to the process's folder. Errors are Node's, with their `code`
 * (ENOENT...).
 */
export interface FileSystem {
  readFile(path: string): Promise<Uint8Array>;
  /**
   * Reads up to `length` bytes at `position`; shorter at the end of the file. Fresh buffer, caller
   * owns it.
   */
  readAt(path: string, position: number, length: number): Promise<Uint8Array>;
  /** Opens a file that is there. */
  openRead(path: string): Promise<ReadFile>;
  /** Creates or truncates. Not synced. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Opens for appending from `position` (the file is cut there first), creating it when missing.
   */
  openAppend(path: string, position: number): Promise<AppendFile>;
  rename(from: string, to: string): Promise<void>;
  link(existing: string, created: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Recursive; nothing happens when it is not there. */
  removeTree(path: string): Promise<void>;
  /** Recursive; nothing happens when it is there. */
  makeDirectory(path: string): Promise<void>;
  /** Names in the folder, sorted by code unit. */
  list(path: string): Promise<readonly string[]>;
  /** null when there is nothing at `path`. */
  stat(path: string): Promise<FileStat | null>;
  /** fsync of a file or a folder. */
  sync(path: string): Promise<void>;
}

export interface AppendFile {
  append(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface ReadFile {
  /**
   * Bytes from `position` on into `target`, as many as fit or fewer; gives their count, 0 only at
   * the end of the file.
   */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Waits for a read under way. */
  close(): Promise<void>;
}
