/** The `arrow` format: Arrow IPC, files and streams read, files written. */
import type { FormatSpec } from '../format.js';
import { arrowEncoders } from './arrow-encoder.js';
import { ArrowFile } from './arrow-file.js';

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
  fileReader: (context) => ArrowFile.open(context),
};
