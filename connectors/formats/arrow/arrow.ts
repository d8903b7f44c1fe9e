/** The `arrow` format: Arrow IPC, files and streams read, files written. */
import type { FormatSpec } from '../format.js';
import { arrowEncoders } from './arrow-encoder.js';

/** Files of Arrow; see docs/CONNECTORS.md. */
export const arrowFormat: FormatSpec = {
  name: 'arrow',
  doc: 'Arrow IPC files (also streams when read); columns by name.',
  options: [],
  changelog: 'insert-only',
  encodesRetractions: false,
  check() {
    /* Arrow holds every type, and there are no options */
  },
  fileEncoders: arrowEncoders,
  async fileReader(context) {
    const { ArrowFile } = await import('./arrow-file.js');
    return ArrowFile.open(context);
  },
};
