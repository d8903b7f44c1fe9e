/** What `--help` prints. */
export const helpText = `millrace: streaming SQL in one process

usage
  millrace                            open a REPL
  millrace run FILE [options]         run a SQL script ('-' reads stdin); resumes an interrupted job
  millrace explain FILE               print the plan of every query and INSERT of a script
  millrace checkpoints ls DIR         list the checkpoints below a job directory
  millrace checkpoints verify DIR     verify every file of every checkpoint by its checksum

options of run
  --set KEY=VALUE    an option, as if SET came first (may be repeated)
  --dir DIR          keep jobs and their checkpoints below DIR
  --fresh            begin anew although there is a checkpoint
  --changelog        print every change of a query, not its final table
  --json             results as JSON lines: {"kind":"+I","row":{...}}
  --quiet            no progress, no notes

options of all
  --json             where output is data
  --help, --version

exit codes
  0 done   1 SQL, options or data   2 command line   3 files, disk, locks   4 a bug   130 Ctrl-C

examples
  millrace run job.sql --dir jobs --set execution.checkpointing.interval=10s
  echo "SELECT 1 + 1 AS two;" | millrace run - --json
  millrace checkpoints verify jobs
`;
