/** PARSE_URL, URL_ENCODE, URL_DECODE. */
import { stringType } from '../../../core/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../core/utf8.js';
import type { ScalarFunction } from '../function.js';
import { nullable, text } from '../signature.js';
import { parseUrl } from './url-parts.js';

/** Part names are in capitals; an unknown one gives NULL. */
function urlPart(url: string, part: string, key?: string): string | null {
  const parts = parseUrl(url);
  if (parts === null) return null;
  if (key !== undefined) return part === 'QUERY' ? queryValue(parts.query, key) : null;
  switch (part) {
    case 'PROTOCOL':
      return parts.protocol;
    case 'AUTHORITY':
      return parts.authority;
    case 'USERINFO':
      return parts.userInfo;
    case 'HOST':
      return parts.host;
    case 'PATH':
      return parts.path;
    case 'QUERY':
      return parts.query;
    case 'FILE':
      return parts.query === null ? parts.path : `${parts.path}?${parts.query}`;
    case 'REF':
      return parts.ref;
    default:
      return null;
  }
}

/** First value of the key, not decoded. */
function queryValue(query: string | null, key: string): string | null {
  const pair = query?.split('&').find((own) => own.startsWith(`${key}=`));
  return pair === undefined ? null : pair.slice(key.length + 1);
}

/** As HTML forms do: letters, digits and .-*_ stay, blanks become +, all else %XX. */
function urlEncode(value: string): string {
  let out = '';
  for (const byte of encodeUtf8(value)) {
    const char = String.fromCharCode(byte);
    if (/[a-zA-Z0-9.*_-]/.test(char)) out += char;
    else out += byte === 32 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** NULL when a % has no two digits behind it. */
function urlDecode(value: string): string | null {
  if (/%(?![0-9a-fA-F]{2})/.test(value)) return null;
  return value.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => {
    const bytes = Uint8Array.from(escapes.match(/[0-9a-fA-F]{2}/g)!, (hex) =>
      Number.parseInt(hex, 16),
    );
    return decodeUtf8(bytes, 0, bytes.length);
  });
}

export const urlFunctions: readonly ScalarFunction[] = [
  {
    name: 'PARSE_URL',
    doc: 'Part of a URL (PROTOCOL, AUTHORITY, USERINFO, HOST, PATH, FILE, QUERY, REF).',
    syntax: "PARSE_URL(url, 'HOST'), PARSE_URL(url, 'QUERY', key)",
    category: 'url',
    nulls: 'strict',
    examples: [
      ["PARSE_URL('https://example.com/a?x=1', 'PATH')", '/a'],
      ["PARSE_URL('https://example.com/a?x=1', 'QUERY', 'x')", '1'],
    ],
    resolve: nullable([text, text, text], stringType, { optional: 1 }),
    kernel: () => urlPart,
  },
  {
    name: 'URL_ENCODE',
    doc: 'The text escaped for a URL, as HTML forms do it.',
    syntax: 'URL_ENCODE(text)',
    category: 'url',
    nulls: 'strict',
    examples: [["URL_ENCODE('a b&é')", 'a+b%26%C3%A9']],
    resolve: nullable([text], stringType),
    kernel: () => urlEncode,
  },
  {
    name: 'URL_DECODE',
    doc: 'The text a URL-escaped text stands for; NULL when it is broken.',
    syntax: 'URL_DECODE(text)',
    category: 'url',
    nulls: 'strict',
    examples: [["URL_DECODE('a+b%26')", 'a b&']],
    resolve: nullable([text], stringType),
    kernel: () => urlDecode,
  },
];
