/**
 * A loop whose rate tells how fast this machine is now, so that numbers of two machines can be
 * compared.
 */

const words = 1 << 16;
const rounds = 400;

/**
 * Million steps per CPU second of a loop over typed arrays (hashing and adding), the best of three.
 */
export function calibrate(): number {
  const values = new Int32Array(words).map((_, i) => Math.imul(i, 0x9e3779b1));
  const table = new Float64Array(4096);
  return Math.round(Math.max(timed(values, table), timed(values, table), timed(values, table)));
}

function timed(values: Int32Array, table: Float64Array): number {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < values.length; i++) {
      const h = Math.imul(values[i]! ^ round, 0x85ebca6b);
      table[(h ^ (h >>> 13)) & 4095]! += h;
    }
  }
  const used = process.cpuUsage(before);
  return (words * rounds) / (used.user + used.system);
}
