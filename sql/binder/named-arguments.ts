/** Arguments of table functions by the names of their parameters. */
import { didYouMean } from '../../core/errors.js';
import type * as Ast from '../ast/expr.js';
import { invalid } from './errors.js';

/** What was given for each parameter; DEFAULT is nothing. */
export type Given<P extends string> = ReadonlyMap<P, Exclude<Ast.Argument, Ast.NamedArg>>;

/** Arguments given in order or with `=>`. Throws SqlError for a parameter that `name` lacks. */
export function givenArguments<P extends string>(
  node: Ast.CallExpr,
  name: string,
  parameters: readonly P[],
): Given<P> {
  const given = new Map<P, Exclude<Ast.Argument, Ast.NamedArg>>();
  node.args.forEach((arg, i) => {
    const key = arg.kind === 'named-arg' ? arg.name.name.toUpperCase() : parameters[i];
    const known = parameters.find((parameter) => parameter === key);
    if (known === undefined || given.has(known)) {
      throw invalid(
        `${name} has no parameter "${key ?? i + 1}" here (it has ${parameters.join(', ')})`,
        arg.span,
        didYouMean(key ?? '', parameters),
      );
    }
    const value = arg.kind === 'named-arg' ? arg.value : arg;
    if (value.kind !== 'default') given.set(known, value);
  });
  return given;
}
