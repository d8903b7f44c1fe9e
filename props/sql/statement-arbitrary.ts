/** Random statements as the parser would build them. */
import fc from 'fast-check';
import type { Statement } from '../../sql/ast/statement.js';
import { type } from './type-arbitrary.js';
import {
  identifier,
  identifiers,
  node,
  options,
  orNull,
  qualifiedName,
  some,
  text,
} from './name-arbitrary.js';
import { expr, query } from './query-arbitrary.js';

type A<T> = fc.Arbitrary<T>;

const bool = fc.boolean();
const none = fc.constant(null);
const nothing = fc.constant([]);
const name = qualifiedName;
const columns = fc.oneof(nothing, identifiers);

const partitionValue = node('partition-value', { column: identifier, value: orNull(expr) });
const partition = fc.oneof(nothing, some(partitionValue, 1));

const insert = node('insert', {
  overwrite: bool,
  table: name,
  hints: nothing,
  partition,
  columns: orNull(some(name, 1)),
  query,
});
const statementSet = node('statement-set', { inserts: some(insert, 1) });

const position = orNull(node('column-position', { after: orNull(name) }));
const enforced = fc.constantFrom(null, true, false);
const kind = fc.constantFrom('PRIMARY KEY', 'UNIQUE');

const column = fc.oneof(
  node('physical-column', {
    name,
    type,
    comment: orNull(text),
    position,
    constraint: orNull(
      node('constraint', {
        name: orNull(identifier),
        constraint: kind,
        columns: nothing,
        enforced,
      }),
    ),
  }) as A<unknown>,
  node('computed-column', { name, expr, comment: orNull(text), position }),
  node('metadata-column', {
    name,
    type,
    key: orNull(text),
    virtual: bool,
    comment: orNull(text),
    position,
  }),
);
const watermark = node('watermark', { column: name, expr });
const constraint = node('constraint', {
  name: orNull(identifier),
  constraint: kind,
  columns: identifiers,
  enforced,
});

/** Columns and constraints, with one watermark at most. */
const elements: A<unknown[]> = fc
  .tuple(some(column, 1), some(constraint), fc.array(watermark, { maxLength: 1 }))
  .map((lists) => lists.flat());

const distribution = fc.oneof(
  node('distribution', {
    method: fc.constantFrom(null, 'HASH', 'RANGE'),
    columns: identifiers,
    buckets: orNull(fc.nat({ max: 9 })),
  }) as A<unknown>,
  node('distribution', { method: none, columns: nothing, buckets: fc.nat({ max: 9 }) }),
);

const like = node('like-clause', {
  table: name,
  options: some(
    node('like-option', {
      strategy: fc.constantFrom('INCLUDING', 'EXCLUDING', 'OVERWRITING'),
      feature: fc.constantFrom('ALL', 'CONSTRAINTS', 'GENERATED', 'OPTIONS', 'WATERMARKS'),
    }),
  ),
});

const tableHead = {
  name,
  comment: orNull(text),
  distribution: orNull(distribution),
  partitionedBy: columns,
  options,
};
const created = {
  temporary: bool,
  orReplace: bool,
  replaceOnly: fc.constant(false),
  ifNotExists: bool,
};
const untyped = node('physical-column', {
  name,
  type: none,
  comment: none,
  position: none,
  constraint: none,
});

const create: A<unknown> = fc.oneof(
  node('create-table', {
    ...created,
    ...tableHead,
    elements: fc.oneof(nothing, elements),
    like: orNull(like),
    query: none,
  }) as A<unknown>,
  node('create-table', {
    ...created,
    ...tableHead,
    elements: fc.oneof(nothing, elements, some(untyped, 1)),
    like: none,
    query,
  }),
  node('create-table', {
    ...tableHead,
    temporary: fc.constant(false),
    orReplace: fc.constant(true),
    replaceOnly: fc.constant(true),
    ifNotExists: bool,
    elements: nothing,
    like: none,
    query,
  }),
  node('create-view', {
    temporary: bool,
    orReplace: bool,
    ifNotExists: bool,
    name,
    columns,
    comment: orNull(text),
    query,
  }),
  node('create-catalog', { ifNotExists: bool, name: identifier, comment: orNull(text), options }),
  node('create-database', { ifNotExists: bool, name, comment: orNull(text), options }),
  node('create-function', {
    temporary: bool,
    system: bool,
    ifNotExists: bool,
    name,
    implementation: text,
    language: fc.constantFrom(null, 'JAVA', 'PYTHON', 'JAVASCRIPT'),
    options,
    resources: some(node('resource', { resource: fc.constantFrom('JAR', 'ARTIFACT'), path: text })),
  }),
  node('create-model', {
    temporary: bool,
    ifNotExists: bool,
    name,
    inputs: fc.oneof(nothing, elements),
    outputs: fc.oneof(nothing, elements),
    comment: orNull(text),
    options,
    query: orNull(query),
  }),
  node('create-connection', {
    temporary: fc.constant(true),
    system: bool,
    ifNotExists: bool,
    name,
    comment: orNull(text),
    options,
  }),
  node('create-materialized-table', {
    ...tableHead,
    orAlter: bool,
    elements: fc.oneof(nothing, elements),
    freshness: orNull(expr),
    refreshMode: fc.constantFrom(null, 'FULL', 'CONTINUOUS'),
    query,
  }),
);

const renameTo = node('rename-to', { name });
const setOptions = node('set-options', { options });
const resetOptions = node('reset-options', { keys: some(text) });
const spec = node('partition-spec', { values: some(partitionValue, 1) });

const action: A<unknown> = fc.oneof(
  renameTo as A<unknown>,
  setOptions,
  resetOptions,
  node('rename-column', { from: name, to: identifier }),
  node('add-elements', { elements }),
  node('modify-elements', { elements }),
  node('drop-columns', { columns: some(name, 1) }),
  node('drop-constraint', { name: identifier }),
  node('drop-primary-key', {}),
  node('drop-watermark', {}),
  node('drop-distribution', {}),
  node('add-distribution', { distribution }),
  node('modify-distribution', { distribution }),
  node('add-partitions', {
    ifNotExists: bool,
    partitions: some(node('new-partition', { spec, options }), 1),
  }),
  node('drop-partitions', { ifExists: bool, partitions: some(spec, 1) }),
);

const asQuery = node('as-query', { query });
const alter: A<unknown> = fc.oneof(
  node('alter-table', { ifExists: bool, name, action }) as A<unknown>,
  node('alter-view', { name, action: fc.oneof(renameTo as A<unknown>, asQuery) }),
  node('alter-database', { name, action: setOptions }),
  node('alter-catalog', {
    name: identifier,
    action: fc.oneof(
      setOptions as A<unknown>,
      resetOptions,
      node('set-comment', { comment: text }),
    ),
  }),
  node('alter-function', {
    temporary: bool,
    system: bool,
    ifExists: bool,
    name,
    implementation: text,
    language: fc.constantFrom(null, 'JAVA', 'JAVASCRIPT'),
  }),
  node('alter-model', {
    ifExists: bool,
    name,
    action: fc.oneof(renameTo as A<unknown>, setOptions, resetOptions),
  }),
  node('alter-connection', {
    ifExists: bool,
    name,
    action: fc.oneof(setOptions as A<unknown>, resetOptions),
  }),
  node('alter-materialized-table', {
    name,
    action: fc.oneof(
      action,
      asQuery,
      node('suspend', {}),
      node('resume', { options }),
      node('refresh', { partition }),
    ),
  }),
);

const object = fc.constantFrom(
  'TABLE',
  'VIEW',
  'CATALOG',
  'DATABASE',
  'FUNCTION',
  'MODEL',
  'CONNECTION',
  'MATERIALIZED TABLE',
);
const showLike = (...operators: readonly ('LIKE' | 'ILIKE')[]) =>
  orNull(
    node('show-like', { operator: fc.constantFrom(...operators), negated: bool, pattern: text }),
  );
const anyLike = showLike('LIKE', 'ILIKE');

const show: A<unknown> = fc.oneof(
  node('show', {
    what: fc.constantFrom(
      'DATABASES',
      'FUNCTIONS',
      'USER FUNCTIONS',
      'MODELS',
      'PROCEDURES',
      'CONNECTIONS',
    ),
    from: orNull(name),
    like: anyLike,
    partition: nothing,
  }) as A<unknown>,
  node('show', {
    what: fc.constantFrom('TABLES', 'VIEWS', 'MATERIALIZED TABLES'),
    from: orNull(name),
    like: showLike('LIKE'),
    partition: nothing,
  }),
  node('show', {
    what: fc.constantFrom(
      'CURRENT CATALOG',
      'CURRENT DATABASE',
      'FULL MODULES',
      'MODULES',
      'JARS',
      'JOBS',
    ),
    from: none,
    like: none,
    partition: nothing,
  }),
  node('show', { what: fc.constant('CATALOGS'), from: none, like: anyLike, partition: nothing }),
  node('show', {
    what: fc.constant('COLUMNS'),
    from: name,
    like: showLike('LIKE'),
    partition: nothing,
  }),
  node('show', { what: fc.constant('PARTITIONS'), from: name, like: none, partition }),
  node('show-create', { object, name }),
  node('describe', {
    object: fc.constantFrom('TABLE', 'CATALOG', 'DATABASE', 'FUNCTION', 'MODEL'),
    extended: bool,
    name,
  }),
);

const assignment = node('assignment', { column: name, value: expr });
const alias = orNull(node('table-alias', { name: identifier, columns }));

const small: A<unknown> = fc.oneof(
  node('set', { key: text, value: text }) as A<unknown>,
  node('set', { key: none, value: none }),
  node('reset', { key: orNull(text) }),
  node('use-modules', { names: identifiers }),
  node('use', { object: fc.constant('CATALOG'), name }),
  node('use', { object: fc.constant('DATABASE'), name }),
  node('update', { table: name, alias, assignments: some(assignment, 1), where: orNull(expr) }),
  node('delete', { table: name, alias, where: orNull(expr) }),
  node('truncate', { table: name }),
  node('unload-module', { name: identifier }),
  node('load-module', { name: identifier, options }),
  node('jar', { action: fc.constantFrom('ADD', 'REMOVE'), path: text }),
  node('stop-job', { job: text, savepoint: bool, drain: bool }),
  node('execute-plan', { path: text }),
  node('analyze', { table: name, partition, columns: fc.oneof(none, columns) }),
  node('drop', {
    object: object.filter((one) => one !== 'DATABASE'),
    temporary: bool,
    system: bool,
    ifExists: bool,
    name,
    behavior: none,
  }),
  node('drop', {
    object: fc.constant('DATABASE'),
    temporary: fc.constant(false),
    system: fc.constant(false),
    ifExists: bool,
    name,
    behavior: fc.constantFrom(null, 'RESTRICT', 'CASCADE'),
  }),
  node('compile-plan', {
    path: text,
    ifNotExists: fc.constant(false),
    execute: bool,
    statement: fc.oneof(insert as A<unknown>, statementSet),
  }),
  node('control', { action: fc.constantFrom('QUIT', 'CLEAR', 'HELP') }),
);

const plain: A<unknown> = fc.oneof(
  node('query-statement', { query }) as A<unknown>,
  insert,
  statementSet,
  create,
  alter,
  show,
  small,
);

/** Any statement. */
export const statement = fc.oneof(
  { arbitrary: plain, weight: 6 },
  {
    arbitrary: node('explain', {
      details: fc.constantFrom([], ['ESTIMATED_COST'], ['CHANGELOG_MODE', 'PLAN_ADVICE']),
      statement: plain,
    }),
    weight: 1,
  },
) as A<Statement>;
