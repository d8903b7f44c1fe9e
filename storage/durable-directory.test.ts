import test from 'ava';
import { makeDurableDirectory } from './durable-directory.js';
import { faultFiles } from './fault-files.js';
import { FileError } from './file-error.js';
import { MemoryDisk } from './memory-files.js';

test('a folder survives a power cut, also when an earlier call was cut short', async (t) => {
  let isWhole = false;
  for (let failing = 0; !isWhole; failing++) {
    const disk = new MemoryDisk();
    const files = disk.mount();
    const failsOnce = faultFiles(files, ({ index }) =>
      index === failing ? { code: 'EIO' } : undefined,
    );
    isWhole = await makeDurableDirectory(failsOnce, '/a/b/c').then(
      () => true,
      (error: unknown) => {
        t.true(error instanceof FileError);
        return false;
      },
    );
    await makeDurableDirectory(files, '/a/b/c');
    disk.cutPower();
    t.true((await disk.mount().stat('/a/b/c'))?.isDirectory, `call ${failing} failed`);
    t.true(failing < 50);
  }
});

test('a folder below one that may not be read is made', async (t) => {
  const files = new MemoryDisk().mount();
  await files.makeDirectory('/closed/home');
  const guarded = faultFiles(files, ({ name, path }) =>
    name === 'sync' && path === '/closed' ? { code: 'EACCES' } : undefined,
  );
  await makeDurableDirectory(guarded, '/closed/home/job');
  t.true((await files.stat('/closed/home/job'))?.isDirectory);
});
