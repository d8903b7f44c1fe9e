/** The kill campaign over the main job. */
import { join } from 'node:path';
import { projectRoot } from '../../tools/project-root.js';
import { killCampaign, type CampaignResult } from './campaign.js';

/** `cli`: path of a compiled cli/main.js. */
export function killFlights(
  cli: string,
  times: number,
  seed: number,
  report: (line: string) => void,
): Promise<CampaignResult> {
  const root = projectRoot();
  return killCampaign({
    command: [cli, 'run', join(root, 'examples/flights/flights.sql')],
    links: { node_modules: join(root, 'node_modules') },
    outputs: ['out/flights/daily', 'out/flights/worst'],
    times,
    seed,
    killsPerRunMax: 6,
    report,
  });
}
