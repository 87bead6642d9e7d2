// Which names are the same name (CASEMAPPING in Modern IRC "RPL_ISUPPORT
// Parameters").

export type Casemapping = 'ascii' | 'rfc1459' | 'rfc1459-strict' | 'precis';

/**
 * Folds a nick or channel name; equal folds are one name. Where no mapping is at
 * hand letters of all scripts count: in names of ASCII that makes no difference.
 */
export function fold(name: string, mapping: Casemapping = 'precis'): string {
  if (mapping === 'precis') return foldAll(name);
  const lower = name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  switch (mapping) {
    case 'ascii':
      return lower;
    case 'rfc1459':
      return lower.replace(/[[\]\\~]/g, (c) => RFC1459[c] ?? c);
    case 'rfc1459-strict':
      return lower.replace(/[[\]\\]/g, (c) => RFC1459[c] ?? c);
  }
}

/** The mappings of RFC 8265 UsernameCaseMapped: width, case, composition. */
function foldAll(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name.toLowerCase();
  const narrow = name.replace(/[\uff01-\uffee]/g, (c) => c.normalize('NFKC'));
  // Letter by letter, or a sigma at the end would be another one.
  return Array.from(narrow, (c) => c.toLowerCase()).join('').normalize('NFC');
}

const RFC1459: Record<string, string> = { '[': '{', ']': '}', '\\': '|', '~': '^' };
