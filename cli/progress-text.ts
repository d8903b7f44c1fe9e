/** One line that tells how a job is doing. */

export interface ProgressFacts {
  readonly rowsIn: number;
  readonly rowsPerSecond: number;
  /** ms since 1970; null before the first, Infinity at the end. */
  readonly watermarkMs: number | null;
  readonly windowsEmitted: number;
  readonly lateRows: number;
  /** 0..1 when the sources know how much there is. */
  readonly fraction: number | null;
  readonly checkpoint: {
    readonly epoch: number;
    readonly durationMs: number;
    readonly bytes: number;
  } | null;
}

/**
 * E.g. `1,250,000 rows  780,000/s  watermark 2001-03-01 10:00:00  windows 5,120  checkpoint 3: 41
 * ms, 1.2 MB`.
 */
export function progressText(facts: ProgressFacts): string {
  const parts = [
    ...(facts.fraction === null ? [] : [`${Math.floor(facts.fraction * 100)}%`]),
    `${formatCount(facts.rowsIn)} rows`,
    `${formatCount(facts.rowsPerSecond)}/s`,
  ];
  if (facts.watermarkMs !== null && Number.isFinite(facts.watermarkMs)) {
    parts.push(`watermark ${formatTime(facts.watermarkMs)}`);
  }
  if (facts.windowsEmitted > 0) parts.push(`windows ${formatCount(facts.windowsEmitted)}`);
  if (facts.lateRows > 0) parts.push(`late ${formatCount(facts.lateRows)}`);
  if (facts.checkpoint !== null) {
    const { epoch, durationMs, bytes } = facts.checkpoint;
    parts.push(`checkpoint ${epoch}: ${Math.round(durationMs)} ms, ${formatBytes(bytes)}`);
  }
  return parts.join('  ');
}

/** 1234567 -> 1,234,567. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** Decimal units: 1,234,567 -> 1.2 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]!}`;
}

function formatTime(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return String(ms);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
