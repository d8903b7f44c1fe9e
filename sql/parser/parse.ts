/**
 * Entry points: SQL text to AST. All throw SqlError (SQL_PARSE, SQL_TOO_DEEP) with a span and the
 * text, and nothing else.
 */
import { SqlError } from '../../core/errors.js';
import type { Expr } from '../ast/expr.js';
import type { Query } from '../ast/query.js';
import type { Statement } from '../ast/statement.js';
import type { TypeNode } from '../ast/type.js';
import { tokenize } from '../lexer.js';
import { Cursor } from './cursor.js';
import { checkHeight } from './height.js';
import { parseExpr } from './expression.js';
import { parseQuery as parseQueryAt } from './query.js';
import { parseOne } from './statement.js';
import { parseType as parseTypeAt } from './type.js';

/** All statements of a script; semicolons between them, comments and blank statements anywhere. */
export function parseScript(sql: string): Statement[] {
  return parseAll(sql, (c) => {
    const statements: Statement[] = [];
    for (;;) {
      while (c.accept(';')) {
        /* blank statement */
      }
      if (c.isEnd) return statements;
      statements.push(parseOne(c));
      if (!c.isEnd && c.key !== ';') c.fail(afterStatement);
    }
  });
}

/** Exactly one statement; a semicolon may follow. */
export function parseStatement(sql: string): Statement {
  return parseAll(sql, (c) => {
    const statement = parseOne(c);
    endOf(c, afterStatement);
    return statement;
  });
}

/** One query; a semicolon may follow. */
export function parseQuery(sql: string): Query {
  return parseAll(sql, (c) => {
    const query = parseQueryAt(c);
    endOf(c, afterStatement);
    return query;
  });
}

/** One expression alone. */
export function parseExpression(sql: string): Expr {
  return parseAll(sql, (c) => {
    const expr = parseExpr(c);
    if (!c.isEnd) c.fail('an operator or the end of the text');
    return expr;
  });
}

/** One type alone: "ROW<a INT, b ARRAY<STRING>> NOT NULL". */
export function parseType(sql: string): TypeNode {
  return parseAll(sql, (c) => {
    const type = parseTypeAt(c);
    if (!c.isEnd) c.fail('the end of the type');
    return type;
  });
}

const afterStatement = '; or the end of the statement';

function endOf(c: Cursor, expected: string): void {
  while (c.accept(';')) {
    /* blank statement */
  }
  if (!c.isEnd) c.fail(expected);
}

function parseAll<T extends object>(sql: string, parse: (c: Cursor) => T): T {
  try {
    const cursor = new Cursor(sql);
    const result = parse(cursor);
    checkHeight(result, cursor.tokenCount);
    return result;
  } catch (error) {
    if (error instanceof SqlError) error.sql ??= sql;
    throw error;
  }
}

/**
 * True when `text` holds a statement and the semicolon that ends it, so that a REPL may run it: not
 * inside a text, a name, a comment or a statement set.
 */
export function isCompleteStatement(text: string): boolean {
  const tokens = tokenize(text).filter((token) => token.kind !== 'comment');
  let inSet = false;
  let count = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { key, kind, end } = tokens[i]!;
    if (kind === 'error' && end === text.length) return false;
    if (key !== ';') count++;
    const before = tokens[i - 1]?.key;
    if (key === 'SET' && before === 'STATEMENT') {
      inSet =
        tokens[i - 2]?.key === 'BEGIN' ||
        tokens[i + 1]?.key === 'BEGIN' ||
        tokens[i + 1] === undefined;
    } else if (key === 'END' && (before === ';' || before === 'BEGIN')) {
      inSet = false;
    }
  }
  return count > 0 && !inSet && tokens.at(-1)!.key === ';';
}
