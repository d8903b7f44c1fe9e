/** Tests run from compiled JavaScript: what is tested is what ships. */
const out = process.env.MILLRACE_BUILD ?? 'build/main';
export default {
  files: [`${out}/**/*.test.js`, `${out}/**/*.prop.js`],
  workerThreads: false,
  concurrency: 2,
  timeout: '10m',
};
