/** Translates one pattern: sequences, groups, quantifiers, anchors. */
import { LINE_ENDS } from './char-classes.js';
import { escapeClass, translateClass } from './class-translator.js';
import { escapedCharacter } from './escapes.js';
import type { PatternFlags } from './pattern-text.js';
import { caseForms, PatternText } from './pattern-text.js';

const ANY_LINE_END = `(?:\\r\\n|[${LINE_ENDS}])`;
/** The end, or before a line terminator there. */
const END = `(?=${ANY_LINE_END}?$)(?!(?<=\\r)\\n)`;
const END_OF_LINE = `(?=$|[${LINE_ENDS}])(?!(?<=\\r)\\n)`;
const START_OF_LINE = `(?<=^|[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n))(?!$)`;
/** What \\b looks at: letters and digits of all scripts, though \\w is ASCII. */
const WORD = '[\\p{L}\\p{Nd}\\p{Mn}_]';

/** A pattern in RegExp's syntax, and where its groups are. */
export interface Translation {
  readonly source: string;
  readonly groups: readonly number[];
}

/** Translates one pattern, once. Throws DataError REGEXP_INVALID and REGEXP_UNSUPPORTED. */
/** Java pattern syntax into that of RegExp with the flag v. */
export class PatternTranslator {
  readonly #text: PatternText;
  readonly #names = new Map<string, number>();
  readonly #groups: number[] = [0];
  /** Groups of the RegExp so far, those of atomic groups included. */
  #count = 0;
  #atomics = 0;
  #lookbehinds = 0;

  constructor(pattern: string) {
    this.#text = new PatternText(pattern);
  }

  translate(): Translation {
    const source = this.#alternatives();
    if (!this.#text.isAtEnd) throw this.#text.invalid("a ')' too many");
    return { source, groups: this.#groups };
  }

  /** Up to a closing parenthesis or the end. Flags set inside end with it. */
  #alternatives(): string {
    const outer = this.#text.flags;
    let out = '';
    for (;;) {
      this.#text.skipIgnored();
      if (this.#text.isAtEnd || this.#text.next === ')') break;
      out += this.#text.accept('|') ? '|' : this.#quantified();
    }
    this.#text.flags = outer;
    return out;
  }

  #quantified(): string {
    const text = this.#text;
    if (text.accept('\\Q')) return this.#quotedText();
    const groupsBefore = this.#count;
    const atom = this.#atom();
    text.skipIgnored();
    const quantifier = text.match(/[*+?]|\{(\d+)(,(\d*))?\}/);
    if (quantifier === null) {
      if (text.next === '{') throw text.invalid('{ wants numbers');
      return atom;
    }
    if (atom === '') throw text.invalid('nothing to repeat');
    const repeated = `${this.#whole(atom)}${quantifier[0]}`;
    text.skipIgnored();
    if (text.accept('?')) return `${repeated}?`;
    if (!text.accept('+')) return repeated;
    if (this.#count > groupsBefore) throw text.unsupported('a group in a possessive repetition');
    this.#count++;
    return this.#atomic(repeated);
  }

  /** Anchors and lookarounds must be put in a group before they may be repeated. */
  #whole(atom: string): string {
    return /^(?:\(\?<?[=!]|[\^$])/.test(atom) ? `(?:${atom})` : atom;
  }

  /** Once matched, it is not tried in another way: a lookahead never goes back. */
  #atomic(inside: string): string {
    if (this.#lookbehinds > 0) throw this.#text.unsupported('an atomic group in a lookbehind');
    const name = `atomic${++this.#atomics}`;
    return `(?:(?=(?<${name}>${inside}))\\k<${name}>)`;
  }

  /** \Q...\E: the last character may be repeated. */
  #quotedText(): string {
    const { pattern, flags } = this.#text;
    const end = pattern.indexOf('\\E', this.#text.at);
    const quoted = pattern.slice(this.#text.at, end < 0 ? undefined : end);
    this.#text.at = end < 0 ? pattern.length : end + 2;
    const points = Array.from(quoted, (point) => this.#character(point, flags.i));
    if (/^[*+?{]/.test(pattern.slice(this.#text.at)))
      throw this.#text.unsupported('a repetition behind \\E');
    return points.join('');
  }

  #character(point: string, ignoreCase: boolean): string {
    const forms = caseForms(point, ignoreCase);
    return ignoreCase && /^[a-zA-Z]{2}$/.test(forms) ? `[${forms}]` : forms;
  }

  #atom(): string {
    const text = this.#text;
    const { flags } = text;
    const point = text.take();
    switch (point) {
      case '.':
        return flags.s ? '[^]' : flags.d ? '[^\\n]' : `[^${LINE_ENDS}]`;
      case '^':
        if (!flags.m) return '^';
        return flags.d ? '(?<=^|\\n)(?!$)' : START_OF_LINE;
      case '$':
        if (flags.d) return flags.m ? '(?=$|\\n)' : '(?=\\n?$)';
        return flags.m ? END_OF_LINE : END;
      case '[':
        return translateClass(text);
      case '(':
        return this.#group();
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
      case '{':
        throw text.invalid(`nothing to repeat before ${point}`);
      default:
        return this.#character(point, flags.i);
    }
  }

  #escape(): string {
    const text = this.#text;
    const letter = text.take();
    if (/[1-9]/.test(letter)) return this.#backReference(letter);
    switch (letter) {
      case 'A':
        return '^';
      case 'z':
        return '$';
      case 'Z':
        return END;
      case 'b':
        if (text.next === '{') throw text.unsupported('\\b{...}');
        return `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
      case 'B':
        return `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;
      case 'R':
        return ANY_LINE_END;
      case 'k':
        return this.#namedReference();
      case 'E':
        return '';
      case 'G':
      case 'X':
      case 'N':
        throw text.unsupported(`\\${letter}`);
      default:
    }
    const members = escapeClass(text, letter);
    if (members !== null) return members;
    const char = escapedCharacter(text, letter);
    if (char === null) throw text.invalid(`\\${letter} has no meaning`);
    return this.#character(char, text.flags.i);
  }

  /** As many digits as still name a group before this place. */
  #backReference(first: string): string {
    let number = Number(first);
    if (this.#groups[number] === undefined)
      throw this.#text.invalid(`no group ${number} before it`);
    for (;;) {
      const digit = /[0-9]/.test(this.#text.next) ? Number(this.#text.next) : NaN;
      const longer = number * 10 + digit;
      if (this.#groups[longer] === undefined) break;
      number = longer;
      this.#text.take();
    }
    return this.#reference(this.#groups[number]!);
  }

  #namedReference(): string {
    const name = this.#text.match(/<([a-zA-Z][a-zA-Z0-9]*)>/)?.[1];
    const index = name === undefined ? undefined : this.#names.get(name);
    if (index === undefined) throw this.#text.invalid('\\k wants the name of a group before it');
    return this.#reference(index);
  }

  #reference(index: number): string {
    if (this.#text.flags.i) throw this.#text.unsupported('a back reference with (?i)');
    return `(?:\\${index})`;
  }

  /** Behind `(`. */
  #group(): string {
    const text = this.#text;
    const named = text.match(/\?<([a-zA-Z][a-zA-Z0-9]*)>/)?.[1];
    if (named !== undefined || text.next !== '?') return this.#capturing(named);
    if (text.accept('?>')) return this.#atomicGroup();
    const look = text.match(/\?(<?[=!])/)?.[1];
    if (look !== undefined) return this.#lookaround(look);
    const flags = text.match(/\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])/);
    if (flags === null) throw text.invalid('an unknown kind of group');
    const changed = this.#flags(flags[1]!, flags[2] ?? '');
    if (flags[3] === ')') {
      text.flags = changed;
      return '';
    }
    const outer = text.flags;
    text.flags = changed;
    const inside = this.#closed();
    text.flags = outer;
    return `(?:${inside})`;
  }

  #capturing(name: string | undefined): string {
    const index = ++this.#count;
    this.#groups.push(index);
    if (name !== undefined) {
      if (this.#names.has(name)) throw this.#text.invalid(`two groups are named ${name}`);
      this.#names.set(name, index);
    }
    return `(${this.#closed()})`;
  }

  #atomicGroup(): string {
    this.#count++;
    return this.#atomic(this.#closed());
  }

  #lookaround(look: string): string {
    const isBehind = look.startsWith('<');
    if (isBehind) this.#lookbehinds++;
    const inside = this.#closed();
    if (isBehind) this.#lookbehinds--;
    return `(?${look}${inside})`;
  }

  #closed(): string {
    const inside = this.#alternatives();
    if (!this.#text.accept(')')) throw this.#text.invalid("a '(' is not closed");
    return inside;
  }

  #flags(on: string, off: string): PatternFlags {
    const flags: Record<string, boolean> = { ...this.#text.flags };
    for (const [letters, value] of [
      [on, true],
      [off, false],
    ] as const) {
      for (const letter of letters) {
        if (letter === 'u' || letter === 'U') throw this.#text.unsupported(`(?${letter})`);
        if (!(letter in flags)) throw this.#text.invalid(`no flag ${letter}`);
        flags[letter] = value;
      }
    }
    return flags as unknown as PatternFlags;
  }
}
