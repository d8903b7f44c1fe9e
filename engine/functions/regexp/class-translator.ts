/** Character classes: [a-z&&[^x]], unions, \p{...} and the other escapes. */
import { ESCAPE_CLASSES, propertyClass } from './char-classes.js';
import { escapedCharacter } from './escapes.js';
import type { PatternText } from './pattern-text.js';
import { caseForms, literal } from './pattern-text.js';

/** The class whose `[` was just taken, as a RegExp class. */
export function translateClass(text: PatternText): string {
  const negation = text.accept('^') ? '^' : '';
  const operands: string[] = [];
  let members = '';
  let isFirst = true;
  for (;;) {
    text.skipIgnored();
    if (text.isAtEnd) throw text.invalid('a class is not closed');
    if (!isFirst && text.accept(']')) break;
    isFirst = false;
    if (text.accept('&&')) {
      operands.push(members);
      members = '';
    } else if (text.accept('[')) {
      members += translateClass(text);
    } else {
      members += member(text);
    }
  }
  operands.push(members);
  if (operands.length === 1) return `[${negation}${members}]`;
  const parts = operands.filter((part) => part !== '').map((part) => `[${part}]`);
  return `[${negation}${parts.join('&&')}]`;
}

/** A character, a range, or a class of its own. */
function member(text: PatternText): string {
  const from = classCharacter(text);
  if (typeof from !== 'string') return from.members;
  const isRange = text.next === '-' && !/^-(?:\]|\[|&&)/.test(text.pattern.slice(text.at));
  if (!isRange) return caseForms(from, text.flags.i);
  text.take();
  text.skipIgnored();
  const to = classCharacter(text);
  if (typeof to !== 'string' || from.codePointAt(0)! > to.codePointAt(0)!)
    throw text.invalid('a range of characters must go upwards');
  return `${literal(from)}-${literal(to)}${text.flags.i ? otherCase(from, to) : ''}`;
}

/** The letters of a range in the other case. */
function otherCase(from: string, to: string): string {
  let out = '';
  const last = Math.min(to.codePointAt(0)!, 122);
  for (let code = Math.max(from.codePointAt(0)!, 65); code <= last; code++) {
    if (code <= 90) out += String.fromCharCode(code + 32);
    else if (code >= 97) out += String.fromCharCode(code - 32);
  }
  return out;
}

function classCharacter(text: PatternText): string | { readonly members: string } {
  const point = text.take();
  if (point !== '\\') return point;
  const letter = text.take();
  if (letter === 'Q') return { members: quoted(text) };
  const members = escapeClass(text, letter);
  if (members !== null) return { members };
  const char = escapedCharacter(text, letter);
  if (char === null) throw text.invalid(`\\${letter} has no meaning in a class`);
  return char;
}

/** \Q...\E: the characters between. */
function quoted(text: PatternText): string {
  let members = '';
  while (!text.isAtEnd && !text.accept('\\E')) members += caseForms(text.take(), text.flags.i);
  return members;
}

/** Class member for \d \w \s \h \v \p{..} and their complements; null for another escape. */
export function escapeClass(text: PatternText, letter: string): string | null {
  const lower = letter.toLowerCase();
  const isComplement = letter !== lower;
  const known = ESCAPE_CLASSES[lower];
  if (known !== undefined) return isComplement ? `[^${known}]` : `[${known}]`;
  if (lower !== 'p') return null;
  const name = text.match(/\{([^}]*)\}|([A-Z])/);
  if (name === null) throw text.invalid('\\p wants a name');
  const property = propertyClass(name[1] ?? name[2]!, text.flags.i);
  if (property === null) throw text.unsupported(`\\p${name[0]}`);
  return isComplement ? `[^${property}]` : `[${property}]`;
}
