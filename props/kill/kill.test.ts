import test from 'ava';
import { join } from 'node:path';
import { projectRoot } from '../../tools/project-root.js';
import { killFlights } from './flights.js';

test('ten SIGKILLs of the main job leave its output identical', async (t) => {
  t.timeout(1_200_000);
  const seed = 20011;
  const cli = join(projectRoot(), 'dist/cli/main.js');
  const result = await killFlights(cli, 10, seed, (line) => t.log(line));
  t.is(result.difference, null, `replay: npm run kill -- --times 10 --seed ${seed}`);
  t.is(result.kills, 10);
});
