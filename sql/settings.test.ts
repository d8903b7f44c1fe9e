import test from 'ava';
import { MillraceError } from '../core/errors.js';
import { checkOptions, sessionOptions } from '../engine/options.js';
import type { StringLiteral } from './ast/node.js';
import { checkSetting, checkSettingName, settings } from './settings.js';

function text(value: string): StringLiteral {
  return { kind: 'string', value, span: { start: 0, end: 1 } } as StringLiteral;
}

/** A value that SET takes for this kind of option. */
function sampleOf(check: (typeof settings)[string]): string {
  if (typeof check !== 'string') return check[0]!;
  const samples = { boolean: 'false', integer: '1', duration: '1 s', size: '64 mb' };
  return { ...samples, zone: 'UTC', number: '1.5', text: 'x' }[check];
}

test('a job knows every name that SET takes', (t) => {
  const unknown = Object.entries(settings).filter(([name, check]) => {
    try {
      checkOptions(new Map([[name, sampleOf(check)]]));
      return false;
    } catch (error) {
      return (error as MillraceError).code === 'OPTION_UNKNOWN';
    }
  });
  t.deepEqual(unknown, []);
});

test('SET takes every option of a job, under its older names, too', (t) => {
  for (const { name, aliases, default: value } of sessionOptions) {
    if (value === null || value === '' || value === 'default') continue;
    for (const one of [name, ...(aliases ?? [])])
      t.notThrows(() => checkSetting(text(one), text(String(value))), one);
  }
  t.notThrows(() => checkSetting(text('taskmanager.numberOfTaskSlots'), text('2')));
});

test('names and values that are none are refused by SET and RESET', (t) => {
  const hint = /"table.exec.source.idle-timeout"/;
  const unknown = { code: 'OPTION_UNKNOWN' };
  const key = text('table.exec.source.idle-timeot');
  for (const refused of [() => checkSetting(key, text('1 s')), () => checkSettingName(key)]) {
    const error = t.throws(refused, { instanceOf: MillraceError, ...unknown });
    t.regex(error.hint ?? '', hint);
  }
  t.notThrows(() => checkSettingName(text('execution.target')));
  t.notThrows(() => checkSettingName(text('restart-strategy')));
  const bad = t.throws(() => checkSetting(text('restart-strategy'), text('banana')));
  t.like(bad, { code: 'OPTION_VALUE', span: { start: 0, end: 1 } });
});
