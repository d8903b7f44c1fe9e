import test from 'ava';
import { timeZone } from '../../../../core/time-zone.js';
import { localFields } from './calendar.js';
import type { PatternStyle } from './date-pattern.js';
import { dateFormat } from './format-pattern.js';
import { dateParser, instantOfPoint } from './parse-pattern.js';

const PATTERNS: Readonly<Record<PatternStyle, string>> = {
  formatter: 'VV|z|zz|zzzz|v|vvvv|O|OOOO|X|XX|XXX|XXXX|XXXXX|x|xx|xxx|xxxx|xxxxx|Z|ZZZZ|ZZZZZ',
  simple: 'z|zz|zzzz|Z|ZZZZ|X|XX|XXX',
};

/** Style, zone, instant, what Java 17 prints by the patterns above. */
// prettier-ignore
const printed: readonly (readonly [PatternStyle, string, string, string])[] = [
  ['formatter', 'Europe/Berlin', '2024-07-01T10:00:00Z',
    'Europe/Berlin|CEST|CEST|Central European Summer Time|CET|Central European Time|GMT+2|' +
    'GMT+02:00|+02|+0200|+02:00|+0200|+02:00|+02|' +
    '+0200|+02:00|+0200|+02:00|+0200|GMT+02:00|+02:00'],
  ['formatter', 'Europe/Berlin', '2024-01-15T10:00:00Z',
    'Europe/Berlin|CET|CET|Central European Standard Time|CET|Central European Time|GMT+1|' +
    'GMT+01:00|+01|+0100|+01:00|+0100|+01:00|+01|' +
    '+0100|+01:00|+0100|+01:00|+0100|GMT+01:00|+01:00'],
  ['formatter', 'America/New_York', '2024-07-01T10:00:00Z',
    'America/New_York|EDT|EDT|Eastern Daylight Time|ET|Eastern Time|GMT-4|' +
    'GMT-04:00|-04|-0400|-04:00|-0400|-04:00|-04|' +
    '-0400|-04:00|-0400|-04:00|-0400|GMT-04:00|-04:00'],
  ['formatter', 'UTC', '2024-07-01T10:00:00Z',
    'UTC|UTC|UTC|Coordinated Universal Time|UTC|Coordinated Universal Time|GMT|' +
    'GMT|Z|Z|Z|Z|Z|+00|' +
    '+0000|+00:00|+0000|+00:00|+0000|GMT|Z'],
  ['formatter', 'Asia/Kolkata', '2024-07-01T10:00:00Z',
    'Asia/Kolkata|IST|IST|India Standard Time|IT|India Time|GMT+5:30|' +
    'GMT+05:30|+0530|+0530|+05:30|+0530|+05:30|+0530|' +
    '+0530|+05:30|+0530|+05:30|+0530|GMT+05:30|+05:30'],
  ['formatter', 'Z', '2024-07-01T10:00:00Z',
    'Z|Z|Z|Z|Z|Z|GMT|' +
    'GMT|Z|Z|Z|Z|Z|+00|' +
    '+0000|+00:00|+0000|+00:00|+0000|GMT|Z'],
  ['formatter', '+02:00', '2024-07-01T10:00:00Z',
    '+02:00|+02:00|+02:00|+02:00|+02:00|+02:00|GMT+2|' +
    'GMT+02:00|+02|+0200|+02:00|+0200|+02:00|+02|' +
    '+0200|+02:00|+0200|+02:00|+0200|GMT+02:00|+02:00'],
  ['formatter', 'GMT+8', '2024-07-01T10:00:00Z',
    'GMT+08:00|GMT+08:00|GMT+08:00|GMT+08:00|GMT+08:00|GMT+08:00|GMT+8|' +
    'GMT+08:00|+08|+0800|+08:00|+0800|+08:00|+08|' +
    '+0800|+08:00|+0800|+08:00|+0800|GMT+08:00|+08:00'],
  ['formatter', 'America/St_Johns', '2024-07-01T10:00:00Z',
    'America/St_Johns|NDT|NDT|Newfoundland Daylight Time|NT|Newfoundland Time|GMT-2:30|' +
    'GMT-02:30|-0230|-0230|-02:30|-0230|-02:30|-0230|' +
    '-0230|-02:30|-0230|-02:30|-0230|GMT-02:30|-02:30'],
  ['formatter', 'America/St_Johns', '1880-01-01T00:00:00Z',
    'America/St_Johns|NST|NST|Newfoundland Standard Time|NT|Newfoundland Time|GMT-3:30:52|' +
    'GMT-03:30:52|-0330|-0330|-03:30|-033052|-03:30:52|-0330|' +
    '-0330|-03:30|-033052|-03:30:52|-0330|GMT-03:30:52|-03:30:52'],
  ['formatter', 'Europe/London', '2024-01-15T10:00:00Z',
    'Europe/London|GMT|GMT|Greenwich Mean Time|BT|British Time|GMT|' +
    'GMT|Z|Z|Z|Z|Z|+00|' +
    '+0000|+00:00|+0000|+00:00|+0000|GMT|Z'],
  ['formatter', 'Europe/London', '2024-07-15T10:00:00Z',
    'Europe/London|BST|BST|British Summer Time|BT|British Time|GMT+1|' +
    'GMT+01:00|+01|+0100|+01:00|+0100|+01:00|+01|' +
    '+0100|+01:00|+0100|+01:00|+0100|GMT+01:00|+01:00'],
  ['formatter', 'Europe/London', '1811-07-15T10:00:00Z',
    'Europe/London|GMT|GMT|Greenwich Mean Time|BT|British Time|GMT-0:01:15|' +
    'GMT-00:01:15|-0001|-0001|-00:01|-000115|-00:01:15|-0001|' +
    '-0001|-00:01|-000115|-00:01:15|-0001|GMT-00:01:15|-00:01:15'],
  ['formatter', 'Australia/Lord_Howe', '2024-01-15T10:00:00Z',
    'Australia/Lord_Howe|LHDT|LHDT|Lord Howe Daylight Time|LHT|Lord Howe Time|GMT+11|' +
    'GMT+11:00|+11|+1100|+11:00|+1100|+11:00|+11|' +
    '+1100|+11:00|+1100|+11:00|+1100|GMT+11:00|+11:00'],
  ['formatter', 'Africa/Casablanca', '2024-07-15T10:00:00Z',
    'Africa/Casablanca|WEST|WEST|Western European Summer Time|WET|Western European Time|GMT+1|' +
    'GMT+01:00|+01|+0100|+01:00|+0100|+01:00|+01|' +
    '+0100|+01:00|+0100|+01:00|+0100|GMT+01:00|+01:00'],
  ['formatter', 'Africa/Casablanca', '2024-03-20T10:00:00Z',
    'Africa/Casablanca|WET|WET|Western European Time|WET|Western European Time|GMT|' +
    'GMT|Z|Z|Z|Z|Z|+00|' +
    '+0000|+00:00|+0000|+00:00|+0000|GMT|Z'],
  ['formatter', 'Etc/GMT+5', '2024-07-01T10:00:00Z',
    'Etc/GMT+5|GMT-05:00|GMT-05:00|GMT-05:00|GMT-05:00|GMT-05:00|GMT-5|' +
    'GMT-05:00|-05|-0500|-05:00|-0500|-05:00|-05|' +
    '-0500|-05:00|-0500|-05:00|-0500|GMT-05:00|-05:00'],
  ['formatter', 'Asia/Kathmandu', '2024-07-01T10:00:00Z',
    'Asia/Kathmandu|NPT|NPT|Nepal Time|NPT|Nepal Time|GMT+5:45|' +
    'GMT+05:45|+0545|+0545|+05:45|+0545|+05:45|+0545|' +
    '+0545|+05:45|+0545|+05:45|+0545|GMT+05:45|+05:45'],
  ['formatter', 'Europe/Dublin', '2024-07-01T10:00:00Z',
    'Europe/Dublin|IST|IST|Irish Standard Time|IT|Irish Time|GMT+1|' +
    'GMT+01:00|+01|+0100|+01:00|+0100|+01:00|+01|' +
    '+0100|+01:00|+0100|+01:00|+0100|GMT+01:00|+01:00'],
  ['formatter', 'America/Sao_Paulo', '2018-12-24T10:00:00Z',
    'America/Sao_Paulo|BRST|BRST|Brasilia Summer Time|BRT|Brasilia Time|GMT-2|' +
    'GMT-02:00|-02|-0200|-02:00|-0200|-02:00|-02|' +
    '-0200|-02:00|-0200|-02:00|-0200|GMT-02:00|-02:00'],
  ['formatter', '-03:30', '2024-07-01T10:00:00Z',
    '-03:30|-03:30|-03:30|-03:30|-03:30|-03:30|GMT-3:30|' +
    'GMT-03:30|-0330|-0330|-03:30|-0330|-03:30|-0330|' +
    '-0330|-03:30|-0330|-03:30|-0330|GMT-03:30|-03:30'],
  ['formatter', 'US/Pacific', '2024-01-01T10:00:00Z',
    'US/Pacific|PST|PST|Pacific Standard Time|PT|Pacific Time|GMT-8|' +
    'GMT-08:00|-08|-0800|-08:00|-0800|-08:00|-08|' +
    '-0800|-08:00|-0800|-08:00|-0800|GMT-08:00|-08:00'],
  ['formatter', 'Europe/Berlin', '2024-10-27T00:59:59.999Z',
    'Europe/Berlin|CEST|CEST|Central European Summer Time|CET|Central European Time|GMT+2|' +
    'GMT+02:00|+02|+0200|+02:00|+0200|+02:00|+02|' +
    '+0200|+02:00|+0200|+02:00|+0200|GMT+02:00|+02:00'],
  ['formatter', 'Europe/Berlin', '2024-10-27T01:00:00Z',
    'Europe/Berlin|CET|CET|Central European Standard Time|CET|Central European Time|GMT+1|' +
    'GMT+01:00|+01|+0100|+01:00|+0100|+01:00|+01|' +
    '+0100|+01:00|+0100|+01:00|+0100|GMT+01:00|+01:00'],
  ['simple', 'Europe/Berlin', '2024-07-01T10:00:00Z',
    'CEST|CEST|Central European Summer Time|' +
    '+0200|+0200|+02|' +
    '+0200|+02:00'],
  ['simple', 'Europe/Berlin', '2024-01-15T10:00:00Z',
    'CET|CET|Central European Standard Time|' +
    '+0100|+0100|+01|' +
    '+0100|+01:00'],
  ['simple', 'America/New_York', '2024-07-01T10:00:00Z',
    'EDT|EDT|Eastern Daylight Time|' +
    '-0400|-0400|-04|' +
    '-0400|-04:00'],
  ['simple', 'UTC', '2024-07-01T10:00:00Z',
    'UTC|UTC|Coordinated Universal Time|' +
    '+0000|+0000|Z|' +
    'Z|Z'],
  ['simple', 'Asia/Kolkata', '2024-07-01T10:00:00Z',
    'IST|IST|India Standard Time|' +
    '+0530|+0530|+05|' +
    '+0530|+05:30'],
  ['simple', 'Z', '2024-07-01T10:00:00Z',
    'UTC|UTC|Coordinated Universal Time|' +
    '+0000|+0000|Z|' +
    'Z|Z'],
  ['simple', '+02:00', '2024-07-01T10:00:00Z',
    'GMT+02:00|GMT+02:00|GMT+02:00|' +
    '+0200|+0200|+02|' +
    '+0200|+02:00'],
  ['simple', 'GMT+8', '2024-07-01T10:00:00Z',
    'GMT+08:00|GMT+08:00|GMT+08:00|' +
    '+0800|+0800|+08|' +
    '+0800|+08:00'],
  ['simple', 'America/St_Johns', '2024-07-01T10:00:00Z',
    'NDT|NDT|Newfoundland Daylight Time|' +
    '-0230|-0230|-02|' +
    '-0230|-02:30'],
  ['simple', 'Europe/London', '2024-01-15T10:00:00Z',
    'GMT|GMT|Greenwich Mean Time|' +
    '+0000|+0000|Z|' +
    'Z|Z'],
  ['simple', 'Europe/London', '2024-07-15T10:00:00Z',
    'BST|BST|British Summer Time|' +
    '+0100|+0100|+01|' +
    '+0100|+01:00'],
  ['simple', 'Australia/Lord_Howe', '2024-01-15T10:00:00Z',
    'LHDT|LHDT|Lord Howe Daylight Time|' +
    '+1100|+1100|+11|' +
    '+1100|+11:00'],
  ['simple', 'Africa/Casablanca', '2024-07-15T10:00:00Z',
    'WEST|WEST|Western European Summer Time|' +
    '+0100|+0100|+01|' +
    '+0100|+01:00'],
  ['simple', 'Africa/Casablanca', '2024-03-20T10:00:00Z',
    'WET|WET|Western European Time|' +
    '+0000|+0000|Z|' +
    'Z|Z'],
  ['simple', 'Etc/GMT+5', '2024-07-01T10:00:00Z',
    'GMT-05:00|GMT-05:00|GMT-05:00|' +
    '-0500|-0500|-05|' +
    '-0500|-05:00'],
  ['simple', 'Asia/Kathmandu', '2024-07-01T10:00:00Z',
    'NPT|NPT|Nepal Time|' +
    '+0545|+0545|+05|' +
    '+0545|+05:45'],
  ['simple', 'Europe/Dublin', '2024-07-01T10:00:00Z',
    'IST|IST|Irish Standard Time|' +
    '+0100|+0100|+01|' +
    '+0100|+01:00'],
  ['simple', 'America/Sao_Paulo', '2018-12-24T10:00:00Z',
    'BRST|BRST|Brasilia Summer Time|' +
    '-0200|-0200|-02|' +
    '-0200|-02:00'],
  ['simple', '-03:30', '2024-07-01T10:00:00Z',
    'GMT-03:30|GMT-03:30|GMT-03:30|' +
    '-0330|-0330|-03|' +
    '-0330|-03:30'],
  ['simple', 'US/Pacific', '2024-01-01T10:00:00Z',
    'PST|PST|Pacific Standard Time|' +
    '-0800|-0800|-08|' +
    '-0800|-08:00'],
  ['simple', 'Europe/Berlin', '2024-10-27T00:59:59.999Z',
    'CEST|CEST|Central European Summer Time|' +
    '+0200|+0200|+02|' +
    '+0200|+02:00'],
  ['simple', 'Europe/Berlin', '2024-10-27T01:00:00Z',
    'CET|CET|Central European Standard Time|' +
    '+0100|+0100|+01|' +
    '+0100|+01:00'],
];

for (const [style, name, instant, wanted] of printed) {
  test(`${style} in ${name} at ${instant}`, (t) => {
    const zone = timeZone(name);
    const ms = Date.parse(instant);
    const fields = localFields(zone.toLocalMs(ms), 0, zone.offsetMs(ms), zone);
    t.deepEqual(dateFormat(PATTERNS[style], style).format(fields).split('|'), wanted.split('|'));
  });
}

/** Style, letters, the text behind 2024-01-15 10:00, the instant; null: Java does not take it. */
const read: readonly (readonly [PatternStyle, string, string, string | null])[] = [
  ['formatter', 'X', '+02', '2024-01-15T08:00:00Z'],
  ['formatter', 'X', '+0230', '2024-01-15T07:30:00Z'],
  ['formatter', 'X', '+02:30', null],
  ['formatter', 'X', 'Z', '2024-01-15T10:00:00Z'],
  ['formatter', 'X', '+2', null],
  ['formatter', 'XX', '+0230', '2024-01-15T07:30:00Z'],
  ['formatter', 'XX', '+02:30', null],
  ['formatter', 'XX', '+02', null],
  ['formatter', 'XX', 'Z', '2024-01-15T10:00:00Z'],
  ['formatter', 'XXX', '+02:30', '2024-01-15T07:30:00Z'],
  ['formatter', 'XXX', 'Z', '2024-01-15T10:00:00Z'],
  ['formatter', 'XXX', '+14:00', '2024-01-14T20:00:00Z'],
  ['formatter', 'XXX', '+19:00', null],
  ['formatter', 'XXX', '+0230', null],
  ['formatter', 'XXXX', '-003015', '2024-01-15T10:30:15Z'],
  ['formatter', 'XXXX', '+0230', '2024-01-15T07:30:00Z'],
  ['formatter', 'XXXX', 'Z', '2024-01-15T10:00:00Z'],
  ['formatter', 'XXXXX', '-00:30:15', '2024-01-15T10:30:15Z'],
  ['formatter', 'XXXXX', '+02:30', '2024-01-15T07:30:00Z'],
  ['formatter', 'x', '+02', '2024-01-15T08:00:00Z'],
  ['formatter', 'x', 'Z', null],
  ['formatter', 'xxx', '+02:30', '2024-01-15T07:30:00Z'],
  ['formatter', 'xxx', 'Z', null],
  ['formatter', 'Z', '+0230', '2024-01-15T07:30:00Z'],
  ['formatter', 'Z', 'GMT+02:00', null],
  ['formatter', 'Z', 'CEST', null],
  ['formatter', 'ZZZZ', 'GMT+02:00', '2024-01-15T08:00:00Z'],
  ['formatter', 'ZZZZ', 'GMT', '2024-01-15T10:00:00Z'],
  ['formatter', 'ZZZZ', '+0230', null],
  ['formatter', 'ZZZZZ', 'Z', '2024-01-15T10:00:00Z'],
  ['formatter', 'ZZZZZ', '-00:30:15', '2024-01-15T10:30:15Z'],
  ['formatter', 'O', 'GMT+2', '2024-01-15T08:00:00Z'],
  ['formatter', 'O', 'GMT+2:30', '2024-01-15T07:30:00Z'],
  ['formatter', 'O', 'GMT', '2024-01-15T10:00:00Z'],
  ['formatter', 'O', 'GMT+02:00', '2024-01-15T08:00:00Z'],
  ['formatter', 'OOOO', 'GMT+02:00', '2024-01-15T08:00:00Z'],
  ['formatter', 'OOOO', 'GMT+2', null],
  ['formatter', 'OOOO', 'GMT', '2024-01-15T10:00:00Z'],
  ['formatter', 'VV', 'Europe/Berlin', '2024-01-15T09:00:00Z'],
  ['formatter', 'VV', 'Z', '2024-01-15T10:00:00Z'],
  ['formatter', 'VV', 'GMT+02:00', '2024-01-15T08:00:00Z'],
  ['formatter', 'VV', '-00:30:15', '2024-01-15T10:30:15Z'],
  ['formatter', 'VV', 'Etc/GMT+5', '2024-01-15T15:00:00Z'],
  ['formatter', 'VV', 'europe/berlin', null],
  ['formatter', 'VV', 'CEST', null],
  ['formatter', 'VV', 'UTC', '2024-01-15T10:00:00Z'],
  ['formatter', 'z', 'CEST', '2024-01-15T09:00:00Z'],
  ['formatter', 'z', 'CET', '2024-01-15T09:00:00Z'],
  ['formatter', 'z', 'PST', '2024-01-15T18:00:00Z'],
  ['formatter', 'z', 'UTC', '2024-01-15T10:00:00Z'],
  ['formatter', 'z', 'Europe/Berlin', '2024-01-15T09:00:00Z'],
  ['formatter', 'z', '+02:30', '2024-01-15T07:30:00Z'],
  ['formatter', 'z', 'cest', null],
  ['formatter', 'z', 'Central European Summer Time', null],
  ['formatter', 'z', 'GMT', '2024-01-15T10:00:00Z'],
  ['formatter', 'zzzz', 'Central European Summer Time', '2024-01-15T09:00:00Z'],
  ['formatter', 'zzzz', 'CEST', null],
  ['formatter', 'v', 'CET', '2024-01-15T09:00:00Z'],
  ['formatter', 'v', 'PST', '2024-01-15T18:00:00Z'],
  ['formatter', 'vvvv', 'Central European Summer Time', '2024-01-15T09:00:00Z'],
  ['simple', 'X', '+02', '2024-01-15T08:00:00Z'],
  ['simple', 'X', 'Z', '2024-01-15T10:00:00Z'],
  ['simple', 'X', '+0230', '2024-01-15T08:00:00Z'],
  ['simple', 'XX', '+0230', '2024-01-15T07:30:00Z'],
  ['simple', 'XX', 'Z', '2024-01-15T10:00:00Z'],
  ['simple', 'XXX', '+02:30', '2024-01-15T07:30:00Z'],
  ['simple', 'XXX', 'Z', '2024-01-15T10:00:00Z'],
  ['simple', 'XXX', '-00:30:15', '2024-01-15T10:30:00Z'],
  ['simple', 'Z', '+0230', '2024-01-15T07:30:00Z'],
  ['simple', 'Z', 'GMT+02:00', '2024-01-15T08:00:00Z'],
  ['simple', 'Z', 'GMT', '2024-01-15T10:00:00Z'],
  ['simple', 'Z', 'CEST', '2024-01-15T08:00:00Z'],
  ['simple', 'Z', 'CET', '2024-01-15T09:00:00Z'],
  ['simple', 'Z', 'Central European Summer Time', '2024-01-15T08:00:00Z'],
  ['simple', 'Z', 'PST', '2024-01-15T18:00:00Z'],
  ['simple', 'Z', 'GMT+2:30', '2024-01-15T07:30:00Z'],
  ['simple', 'Z', 'cest', '2024-01-15T08:00:00Z'],
  ['simple', 'Z', 'IST', '2024-01-15T08:00:00Z'],
  ['simple', 'Z', 'BST', '2024-01-15T09:00:00Z'],
  ['simple', 'Z', 'EST', '2024-01-15T15:00:00Z'],
  ['simple', 'Z', 'UTC', '2024-01-15T10:00:00Z'],
  ['simple', 'Z', 'Z', null],
  ['simple', 'z', 'CEST', '2024-01-15T08:00:00Z'],
  ['simple', 'z', 'CET', '2024-01-15T09:00:00Z'],
  ['simple', 'z', '+0230', '2024-01-15T07:30:00Z'],
  ['simple', 'z', 'GMT+2:30', '2024-01-15T07:30:00Z'],
  ['simple', 'z', 'Europe/Berlin', null],
  ['simple', 'z', 'PST', '2024-01-15T18:00:00Z'],
  ['simple', 'z', 'Z', null],
];

for (const [style, letters, text, wanted] of read) {
  test(`${style} ${letters} reads ${text}`, (t) => {
    const point = dateParser(`yyyy-MM-dd HH:mm ${letters}`, style)(`2024-01-15 10:00 ${text}`);
    const ms = point === null ? null : instantOfPoint(point);
    t.is(ms, wanted === null ? null : Date.parse(wanted));
  });
}

test('of a name that several zones have, the meaning of the own zone goes first', (t) => {
  const at = (zone: string | null): number | null =>
    dateParser('HH z', 'simple', zone)('10 IST')!.offsetMs;
  t.is(at(null), 2 * 3_600_000);
  t.is(at('Asia/Kolkata'), 5.5 * 3_600_000);
});

test('zone letters in numbers that Java refuses are refused', (t) => {
  for (const pattern of ['V', 'VVV', 'vv', 'zzzzz', 'OO', 'XXXXXX', 'ZZZZZZ']) {
    const error = { code: 'DATE_PATTERN_INVALID' };
    t.throws(() => dateFormat(pattern, 'formatter'), error, pattern);
    t.throws(() => dateParser(pattern, 'formatter'), error, pattern);
  }
  t.throws(() => dateFormat('XXXX', 'simple'), { code: 'DATE_PATTERN_INVALID' });
});

test('a timestamp without a zone has none to print', (t) => {
  for (const letter of ['VV', 'z', 'v', 'O', 'X'])
    t.throws(() => dateFormat(letter, 'formatter').format(localFields(0, 0, null)), {
      code: 'DATE_PATTERN_NO_ZONE',
    });
});
