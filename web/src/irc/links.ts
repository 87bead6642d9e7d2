// Finds web addresses in text: few rules, and careful about what follows an
// address in a sentence.

export interface Link {
  readonly start: number;
  readonly end: number;
  readonly href: string;
}

const SCHEME = /\b(?:https?:\/\/|mailto:)[^\s<>"`|\u0000-\u001f]+/giu;
/** "www.example.org" and "example.org/path": without a scheme, so only with signs of an address. */
const BARE =
  /(?<![\p{L}\p{N}@/._:-])(?:www\.)?(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:[a-z]{2,24})(?::\d{1,5})?(?:\/[^\s<>"`|\u0000-\u001f]*)?(?![\p{L}\p{N}@])/giu;

/** Endings that are files more often than places. */
const FILES = /^(?:c|cc|cpp|css|go|h|htm|html|java|js|json|jsx|log|lua|md|mjs|php|pl|png|jpg|py|rb|rs|sh|sql|svg|toml|ts|tsx|txt|xml|yaml|yml|zip)$/i;

/** The links of a text in order; they never overlap. */
export function findLinks(text: string): Link[] {
  const found: Link[] = [];
  for (const match of text.matchAll(SCHEME)) {
    const raw = trimEnd(match[0]);
    const href = safeHref(raw);
    if (href !== null) found.push({ start: match.index, end: match.index + raw.length, href });
  }
  for (const match of text.matchAll(BARE)) {
    const start = match.index;
    if (found.some((link) => start < link.end && start + match[0].length > link.start)) continue;
    const raw = trimEnd(match[0]);
    if (!looksLikePlace(raw)) continue;
    const href = safeHref(`https://${raw}`);
    if (href !== null) found.push({ start, end: start + raw.length, href });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A name alone ("readme.md", "e.g") is a link only when it begins with www. or has a path. */
function looksLikePlace(raw: string): boolean {
  const slash = raw.indexOf('/');
  const host = (slash < 0 ? raw : raw.slice(0, slash)).replace(/:\d+$/, '');
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  if (/^www\./i.test(raw)) return labels.length > 2;
  if (slash >= 0) return !FILES.test(last) || labels.length > 2;
  return COMMON.has(last.toLowerCase()) && labels.every((label) => label.length > 1);
}

/** Endings under which a bare name is taken for a place. */
const COMMON = new Set(['com', 'org', 'net', 'edu', 'gov', 'io', 'dev', 'app', 'chat', 'info', 'de', 'at', 'ch', 'fr', 'nl', 'uk', 'eu']);

/** Punctuation that ends the sentence and not the address; brackets only when unbalanced. */
function trimEnd(raw: string): string {
  let end = raw.length;
  while (end > 0) {
    const last = raw[end - 1] ?? '';
    const kept = raw.slice(0, end);
    if (/[.,:;!?'"’”»*_~]/.test(last)) end--;
    else if (last === ')' && count(kept, '(') < count(kept, ')')) end--;
    else if (last === ']' && count(kept, '[') < count(kept, ']')) end--;
    else if (last === '}' && count(kept, '{') < count(kept, '}')) end--;
    else break;
  }
  return raw.slice(0, end);
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** The address as an anchor may have it, or null when it is not one of the safe kinds. */
export function safeHref(raw: string): string | null {
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    return null;
  }
  if (url.protocol === 'mailto:') return url.pathname.includes('@') ? url.href : null;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return url.hostname === '' ? null : url.href;
}
