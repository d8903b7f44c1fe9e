import type { WindowSpec } from '../../nodes.js';

/** A window for EXPLAIN: `HOP($3, size=60000 ms, slide=10000 ms)`. */
export function explainWindow(window: WindowSpec): string {
  const { kind, sizeMs, slideMs, offsetMs } = window;
  const parts = [window.processingTime ? 'processing time' : `$${window.time}`];
  parts.push(`${kind === 'session' ? 'gap' : 'size'}=${sizeMs} ms`);
  if (kind === 'hop') parts.push(`slide=${slideMs} ms`);
  if (kind === 'cumulate') parts.push(`step=${slideMs} ms`);
  if (offsetMs !== 0) parts.push(`offset=${offsetMs} ms`);
  if (window.timeZone !== null) parts.push(`zone=${window.timeZone}`);
  return `${kind.toUpperCase()}(${parts.join(', ')})`;
}
