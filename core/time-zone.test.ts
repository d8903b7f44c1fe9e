import test from 'ava';
import { isTimeZone, TimeZone } from './time-zone.js';

const utc = (text: string): number => Date.parse(`${text}Z`);
const berlin = new TimeZone('Europe/Berlin');

test('the offset follows summer time to the ms', (t) => {
  t.is(berlin.offsetMs(utc('2024-03-31T00:59:59.999')), 3_600_000);
  t.is(berlin.offsetMs(utc('2024-03-31T01:00:00')), 7_200_000);
  t.is(berlin.toLocalMs(utc('2024-10-27T00:59:59.999')), utc('2024-10-27T02:59:59.999'));
  t.is(berlin.toLocalMs(utc('2024-10-27T01:00:00')), utc('2024-10-27T02:00:00'));
});

test('a skipped local time moves forward, of a repeated one the first is taken', (t) => {
  t.is(berlin.toUtcMs(utc('2024-03-31T02:30:00')), utc('2024-03-31T01:30:00'));
  t.is(berlin.toUtcMs(utc('2024-10-27T02:30:00')), utc('2024-10-27T00:30:00'));
  t.is(berlin.toUtcMs(utc('2024-10-27T03:00:00')), utc('2024-10-27T02:00:00'));
});

test('lastUtcMs is the second instant of a repeated time and the jump for a skipped one', (t) => {
  t.is(berlin.lastUtcMs(utc('2024-10-27T02:59:59.999')), utc('2024-10-27T01:59:59.999'));
  t.is(berlin.lastUtcMs(utc('2024-03-31T02:30:00')), utc('2024-03-31T01:00:00'));
  t.is(berlin.lastUtcMs(utc('2024-07-01T12:00:00')), utc('2024-07-01T10:00:00'));
});

test('every instant of two years comes back from its local time, repeated hours aside', (t) => {
  for (const name of [
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
  ]) {
    const zone = new TimeZone(name);
    for (let ms = utc('2023-01-01T00:00:00'); ms < utc('2025-01-01T00:00:00'); ms += 1_700_000) {
      const local = zone.toLocalMs(ms);
      t.true(
        zone.toUtcMs(local) === ms || zone.lastUtcMs(local) === ms,
        `${name} ${new Date(ms).toISOString()}`,
      );
    }
  }
});

test('times before 1970 and fixed offsets work', (t) => {
  t.is(new TimeZone('America/New_York').offsetMs(utc('1945-07-01T00:00:00')), -4 * 3_600_000);
  t.is(new TimeZone('GMT+08:00').offsetMs(0), 8 * 3_600_000);
  t.is(new TimeZone('-03:30').offsetMs(0), -3.5 * 3_600_000);
  t.true(new TimeZone('UTC').isUtc);
});

test('unknown zones are refused', (t) => {
  t.false(isTimeZone('Europe/Atlantis'));
  t.true(isTimeZone('Asia/Kolkata'));
});

test('instants that no calendar of the machine reaches have an offset, too', (t) => {
  const zone = new TimeZone('America/New_York');
  t.is(zone.offsetMs(2 ** 63 * 1000), zone.offsetMs(8.64e15 - 86_400_000));
  t.notThrows(() => zone.offsetMs(-(2 ** 63) * 1000));
});
