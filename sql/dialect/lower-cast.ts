/** CAST(x AS type) and x::type. */
import type { Expr } from '../ast/expr.js';
import { lowerExpr } from './lower-expr.js';
import { lowerType } from './lower-type.js';
import type { DialectPlace, Tree } from './tree.js';
import { isTree, listOf, only, refused, treeOf } from './tree.js';

export function castExpr(tree: Tree, place: DialectPlace): Expr {
  only(tree, ['type', 'keyword', 'expr', 'symbol', 'target', 'parentheses'], place);
  const targets = listOf(tree['target'], place);
  if (tree['keyword'] !== 'cast' || targets.length !== 1) throw refused('a chain of casts', place);
  if (tree['symbol'] === 'as') place.parens += 1;
  else if (tree['symbol'] !== '::') throw refused('a cast of this form', place);
  const operand = lowerExpr(tree['expr'], place);
  if (tree['symbol'] === '::' && !isTight(operand, tree['expr'])) {
    throw refused('a cast with :: of an expression without parentheses', place);
  }
  const type = lowerType(treeOf(targets[0], place), place);
  return { kind: 'cast', operand, type, safe: false, span: place.span };
}

function isTight(operand: Expr, tree: unknown): boolean {
  if (isTree(tree) && tree['parentheses'] === true) return true;
  return operand.kind !== 'binary' && operand.kind !== 'unary';
}
