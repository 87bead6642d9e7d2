// Which names are the same name (CASEMAPPING in Modern IRC "RPL_ISUPPORT
// Parameters").

export type Casemapping = 'ascii' | 'rfc1459' | 'rfc1459-strict';

/** Folds a nick or channel name; equal folds are one name. */
export function fold(name: string, mapping: Casemapping = 'ascii'): string {
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

const RFC1459: Record<string, string> = { '[': '{', ']': '}', '\\': '|', '~': '^' };
