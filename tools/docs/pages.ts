/** The pages of docs/ that are written from the code. */
import { coveragePage } from './coverage.js';
import { functionsPage } from './functions-page.js';

/** Paths below the project's folder, and what makes their text. */
export const PAGES: ReadonlyMap<string, () => string> = new Map([
  ['docs/SQL.md', functionsPage],
  ['docs/FUNCTIONS-COVERAGE.md', coveragePage],
]);
