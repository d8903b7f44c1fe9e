/** The `blackhole` connector: a sink that forgets. */
import type { ConnectorSpec } from '../engine/connector.js';

export const blackhole: ConnectorSpec = {
  name: 'blackhole',
  doc: 'Takes any rows and keeps none.',
  options: [{ name: 'property-version', doc: 'Accepted.' }],
  sinkFacts: () => ({
    delivery: 'exactly-once',
    acceptsRetractions: true,
    recordsChanges: false,
  }),
  sink: () => ({
    restore: async () => {
      /* nothing to undo */
    },
    write: () => {
      /* forgotten */
    },
    prepare: async () => null,
    commit: async () => {
      /* nothing to show */
    },
    close: async () => {
      /* nothing open */
    },
  }),
};
