/** A URL taken apart as java.net.URL does it. */
export interface UrlParts {
  readonly protocol: string;
  readonly authority: string | null;
  readonly userInfo: string | null;
  readonly host: string;
  readonly path: string;
  readonly query: string | null;
  readonly ref: string | null;
}

/** The protocols java.net.URL knows; a text of another one is no URL to it. */
const PROTOCOLS: ReadonlySet<string> = new Set(['http', 'https', 'ftp', 'file', 'jar', 'mailto']);

/** null when the text is no URL. */
export function parseUrl(text: string): UrlParts | null {
  const match = /^([a-zA-Z][\w+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(
    text.trim(),
  );
  if (match === null) return null;
  const [, scheme, authority, path, query, ref] = match;
  const protocol = scheme!.toLowerCase();
  if (!PROTOCOLS.has(protocol)) return null;
  const place = /^(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/s.exec(authority ?? '');
  if (place === null) return null;
  return {
    protocol,
    authority: authority ?? null,
    userInfo: place[1] ?? null,
    host: place[2]!,
    path: path!,
    query: query ?? null,
    ref: ref ?? null,
  };
}
