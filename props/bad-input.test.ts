/** Misuse and misfortune, through the command line: the error is one that a person can act on. */
import test, { type ExecutionContext } from 'ava';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../tools/project-root.js';

const cli = join(projectRoot(), 'dist/cli/main.js');

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

class Folder {
  readonly path: string;
  constructor(t: ExecutionContext) {
    this.path = mkdtempSync(join(tmpdir(), 'millrace-bad-'));
    t.teardown(() => rmSync(this.path, { recursive: true, force: true }));
  }
  write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }
  run(sql: string, ...args: string[]): Ran {
    this.write('job.sql', sql);
    return this.command('run', 'job.sql', ...args);
  }
  command(...args: string[]): Ran {
    const ran = spawnSync(process.execPath, [cli, ...args], { cwd: this.path, encoding: 'utf8' });
    return { status: ran.status, out: ran.stdout, err: ran.stderr };
  }
}

const bids = (options = ''): string =>
  `CREATE TABLE bids (auction BIGINT, user_id STRING, price INT)
   WITH ('connector' = 'filesystem', 'path' = 'bids.jsonl', 'format' = 'json'${options});\n`;
const oneBid = '{"auction": 1, "user_id": "ann", "price": 7}\n';

test('a wrong column: position, caret, nearest name; exit 1', (t) => {
  const folder = new Folder(t);
  folder.write('bids.jsonl', oneBid);
  const { status, err } = folder.run(`${bids()}SELECT usr_id FROM bids;`);
  t.is(status, 1);
  t.regex(err, /SQL_UNKNOWN_COLUMN/);
  t.regex(err, /3 \| SELECT usr_id FROM bids;\n {2}\| {8}\^{6}\n/);
  t.regex(err, /Did you mean "user_id"\?/);
});
test('a misspelt option is named with its nearest', (t) => {
  const folder = new Folder(t);
  folder.write('bids.jsonl', oneBid);
  const { status, err } = folder.run(
    `${bids(", 'json.ignore-parse-eror' = 'true'")}SELECT * FROM bids;`,
  );
  t.is(status, 1);
  t.regex(err, /OPTION_UNKNOWN.*json\.ignore-parse-eror/s);
  t.regex(err, /Did you mean "json\.ignore-parse-errors"\?/);
});
test('a misspelt SET option is named with its nearest', (t) => {
  const { status, err } = new Folder(t).run("SET 'execution.checkpointing.intervall' = '1 s';");
  t.is(status, 1);
  t.regex(err, /OPTION_UNKNOWN/);
  t.regex(err, /execution\.checkpointing\.interval"/);
});
test('a missing file: which, and that it is not there', (t) => {
  const { status, err } = new Folder(t).run(`${bids()}SELECT * FROM bids;`);
  t.not(status, 0);
  t.regex(err, /FILE_NOT_FOUND.*bids\.jsonl/s);
});
test('a corrupt line: file, line and text', (t) => {
  const folder = new Folder(t);
  folder.write('bids.jsonl', `${oneBid}{"auction": 2, "user_id": \n${oneBid}`);
  const { status, err } = folder.run(`${bids()}SELECT * FROM bids;`);
  t.is(status, 1);
  t.regex(err, /bids\.jsonl/);
  t.regex(err, /line 2/);
});
test('a missing script, an unknown command, a bad --set', (t) => {
  const folder = new Folder(t);
  t.regex(folder.command('run', 'nothing.sql').err, /FILE_NOT_FOUND/);
  const unknown = folder.command('rum');
  t.is(unknown.status, 2);
  t.regex(unknown.err, /no command "rum"/);
  t.is(folder.command('run', 'x.sql', '--set', 'novalue').status, 2);
  t.is(folder.command('run', 'x.sql', '--jsn').status, 2);
});

const copying = `
  CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '5000',
    'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '5000');
  CREATE TABLE copy (n BIGINT)
    WITH ('connector' = 'filesystem', 'path' = 'copy', 'format' = 'json');
  INSERT INTO copy SELECT n FROM numbers;\n`;
const endless = copying
  .replaceAll("'number-of-rows' = '5000',", "'rows-per-second' = '1000',")
  .replace(
    "'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '5000'",
    "'fields.n.min' = '1'",
  );

test('a second process on one job directory is refused, naming the holder', async (t) => {
  const folder = new Folder(t);
  folder.write('endless.sql', endless);
  const holder = spawn(process.execPath, [cli, 'run', 'endless.sql', '--dir', 'jobs'], {
    cwd: folder.path,
  });
  t.teardown(() => holder.kill('SIGKILL'));
  while (!existsSync(join(folder.path, 'jobs/copy/LOCK')))
    await new Promise((resolve) => setImmediate(resolve));
  const { status, err } = folder.run(endless, '--dir', 'jobs');
  t.is(status, 3);
  t.regex(err, /JOB_DIR_LOCKED/);
  t.regex(err, new RegExp(String(holder.pid)));
});
test('a job directory that cannot be written', (t) => {
  const folder = new Folder(t);
  folder.write('jobs', 'a file where the folder should be');
  const { status, err } = folder.run(copying, '--dir', 'jobs');
  t.is(status, 3);
  t.regex(err, /JOB_DIR_NOT_WRITABLE|ENOTDIR/);
});
test('a damaged newest checkpoint is passed over, and verify names the file', (t) => {
  const folder = new Folder(t);
  const counting = copying
    .replace('SELECT n FROM', 'SELECT COUNT(*) FROM (SELECT MOD(n, 97) AS n FROM')
    .replace('numbers;', 'numbers GROUP BY MOD(n, 97));')
    .replaceAll("'filesystem', 'path' = 'copy', 'format' = 'json'", "'blackhole'");
  const settings = "SET 'execution.checkpointing.num-retained' = '3';\n";
  const first = folder.run(
    settings + counting,
    '--dir',
    'jobs',
    '--set',
    'execution.checkpointing.interval=1ms',
  );
  t.is(first.status, 0, first.err);
  const ls = folder.command('checkpoints', 'ls', 'jobs', '--json');
  t.is(ls.status, 0, ls.err);
  const epochs = ls.out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { epoch: number }).epoch);
  t.true(epochs.length >= 1);
  const newest = join(
    folder.path,
    'jobs/copy/checkpoints',
    `chk-${epochs.at(-1)}`,
    'MANIFEST.json',
  );
  const bytes = readFileSync(newest);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(newest, bytes);
  const verify = folder.command('checkpoints', 'verify', 'jobs');
  t.is(verify.status, 3);
  t.regex(verify.out, /manifest-checksum|manifest-unreadable/);
  const again = folder.run(settings + counting, '--dir', 'jobs');
  t.is(again.status, 0, again.err);
  t.regex(again.err, /warning: .*checkpoint/);
});
test('a full disk fails the job and names it; nothing half-written is visible', (t) => {
  const folder = new Folder(t);
  // A limit on file size stands in for a full disk: writing past it is an error of the same kind.
  folder.write('job.sql', copying);
  const limited = `trap '' XFSZ; ulimit -f 16; exec "$0" "$@"`;
  const args = ['-c', limited, process.execPath, cli, 'run', 'job.sql'];
  const ran = spawnSync('bash', args, { cwd: folder.path, encoding: 'utf8' });
  t.is(ran.status, 3, ran.stderr);
  t.regex(ran.stderr, /EFBIG|ENOSPC/);
  t.deepEqual(visible(join(folder.path, 'copy')), []);
});

function visible(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir).filter((name) => !name.startsWith('.')) : [];
}
