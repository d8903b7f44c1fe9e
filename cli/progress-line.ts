/** The live progress line of a running job: rewritten in place on a terminal, nothing in a pipe. */
import type { JobHandle } from '../index.js';
import { progressText } from './progress-text.js';
import type { Terminal } from './terminal.js';

const everyMs = 200;

export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #job: JobHandle;
  readonly #timer: NodeJS.Timeout | null;
  #shown = false;

  constructor(terminal: Terminal, job: JobHandle) {
    this.#terminal = terminal;
    this.#job = job;
    this.#timer = terminal.errIsTty ? setInterval(() => this.#show(), everyMs) : null;
    this.#timer?.unref();
  }

  /** Removes the line, so that other text can be printed. */
  clear(): void {
    if (this.#shown) this.#terminal.err('\r\u001b[2K');
    this.#shown = false;
  }

  /** Replaces the line by a last one that stays (also in a pipe, when `always`). */
  end(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.clear();
    this.#terminal.err(`${this.#text()}\n`);
  }

  #show(): void {
    const text = this.#text().slice(0, this.#terminal.width() - 1);
    this.#terminal.err(`\r\u001b[2K${text}`);
    this.#shown = true;
  }

  #text(): string {
    const metrics = this.#job.metrics();
    return progressText({
      rowsIn: metrics.rowsIn,
      rowsPerSecond: metrics.rowsPerSecond,
      watermarkMs: metrics.watermark,
      windowsEmitted: metrics.windowsEmitted,
      lateRows: metrics.lateRows,
      fraction: metrics.progress,
      checkpoint: metrics.lastCheckpoint,
    });
  }
}
