/** Values of options that must not be shown: passwords, tokens, keys. */

const SECRET_NAME = new RegExp(
  [
    'passw(or)?d|passphrase|secret|credential|token|auth-params|basic-auth|jaas',
    '(api|access|account|private|service)-?key',
  ].join('|'),
  'i',
);

const HIDDEN = '******';

/** Does an option of this name hold a secret? Judged by the name alone. */
export function isSecretOption(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** The value as it may be shown. */
export function shownOption(name: string, value: string): string {
  return isSecretOption(name) ? HIDDEN : value;
}

/** `'name' = 'value'`; the closing quote may be missing in a text that does not parse. */
const OPTION_TEXT = /'((?:[^']|'')*)'(\s*=\s*')((?:[^']|'')*)/g;

/** SQL text with the values of secret options as `******`. */
export function withoutSecrets(sql: string): string {
  return sql.replace(OPTION_TEXT, (all, name: string, between: string) =>
    isSecretOption(name) ? `'${name}'${between}${HIDDEN}` : all,
  );
}

/** As `withoutSecrets`, every other character at its place: for a caret under the text. */
export function withoutSecretsInPlace(sql: string): string {
  return sql.replace(OPTION_TEXT, (all, name: string, between: string, value: string) =>
    isSecretOption(name) ? `'${name}'${between}${value.replace(/[^\n]/g, '*')}` : all,
  );
}
