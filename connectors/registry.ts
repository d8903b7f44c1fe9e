/** The registry of connectors: one line each. */
import type { ConnectorRegistry, ConnectorSpec } from '../engine/connector.js';
import { blackhole } from './blackhole.js';
import { datagen } from './datagen/datagen.js';
import { filesystem } from './filesystem/filesystem.js';
import { nexmark } from './nexmark/nexmark.js';
import { printConnector, type PrintWriter } from './print.js';
import { programConnector, type ProgramTables } from './program/program.js';

/** What connectors need of the program around them. */
export interface ConnectorHost {
  /** Where `print` tables go; default: the standard streams of the process. */
  readonly print?: PrintWriter;
  /** Tables of the `program` connector; default: none. */
  readonly program?: ProgramTables;
}

/** All connectors. */
export function tableConnectors(host: ConnectorHost = {}): ConnectorRegistry {
  const specs: readonly ConnectorSpec[] = [
    blackhole,
    datagen,
    filesystem,
    nexmark,
    printConnector(host.print ?? standardStreams()),
    programConnector(host.program ?? { sources: new Map(), sinks: new Map() }),
  ];
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  return { get: (name) => byName.get(name), names: () => [...byName.keys()] };
}

function standardStreams(): PrintWriter {
  return {
    out: (text) => {
      process.stdout.write(text);
    },
    error: (text) => {
      process.stderr.write(text);
    },
  };
}
