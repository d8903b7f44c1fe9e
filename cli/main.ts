#!/usr/bin/env node
/**
 * The `millrace` command. Where Node can keep compiled code between runs (22.1 and later, in its
 * own cache folder), that is switched on before the engine is loaded.
 */
import * as nodeModule from 'node:module';

const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();

const [{ main }, { processTerminal }] = await Promise.all([
  import('./command-line.js'),
  import('./terminal.js'),
]);
process.exitCode = await main(process.argv.slice(2), processTerminal());
