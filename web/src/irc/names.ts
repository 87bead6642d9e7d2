// Names that people type and the legal names nearest to them.

/** Letters that NFKD does not take apart, and how people write them in ASCII. */
const LETTERS: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h', ŋ: 'ng', ĸ: 'k', ŧ: 't', ſ: 's',
  // Greek
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x',
  ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
  // Cyrillic
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y',
  ь: '', э: 'e', ю: 'yu', я: 'ya', є: 'ye', і: 'i', ґ: 'g', ђ: 'dj', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'c', џ: 'dz',
};

/** й, ї and ё would lose their mark by NFKD and with it their sound. */
const COMPOSED: Record<string, string> = { й: 'y', ї: 'yi', ё: 'yo', ў: 'w' };

/** Writes a text in ASCII letters as far as that is possible; the rest is kept. */
export function transliterate(text: string): string {
  let out = '';
  for (const char of text.normalize('NFC')) {
    out += transliterateOne(char);
  }
  return out;
}

function transliterateOne(char: string): string {
  const lower = char.toLowerCase();
  const upper = char !== lower;
  const composed = COMPOSED[lower];
  if (composed !== undefined) return upper ? capital(composed) : composed;
  let out = '';
  for (const part of char.normalize('NFKD')) {
    if (/\p{M}/u.test(part)) continue;
    const letter = LETTERS[part.toLowerCase()];
    out += letter === undefined ? part : upper ? capital(letter) : letter;
  }
  return out;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const NICK_LETTER = /[A-Za-z0-9[\]\\`_^{|}-]/;
/** Left out of a nick without a trace: "O'Neil" is ONeil. */
const SILENT = /['’.,!?"]/;
/** Stands for what becomes an underscore, and only one however many there are. */
const BLANK = '\0';

/**
 * The legal nick nearest to a display name: "Anna Müller" -> "Anna_Muller". A
 * text in which nothing is legal gives a guest's name with the digits handed in.
 */
export function nickFor(displayName: string, maxLength: number, digits: string): string {
  let nick = '';
  for (const char of transliterate(displayName)) {
    if (NICK_LETTER.test(char)) nick += char;
    else if (!SILENT.test(char)) nick += BLANK;
  }
  nick = nick.replace(/^\0+|\0+$/g, '').replace(/\0+/g, '_');
  if (nick === '') return `guest${digits}`;
  // Neither a digit nor a dash may be first.
  if (/^[0-9-]/.test(nick)) nick = `_${nick}`;
  return nick.slice(0, maxLength);
}

/** Names to offer or to try when one is taken. */
export function alternatives(nick: string, maxLength: number, digits: string): string[] {
  const fit = (tail: string) => nick.slice(0, maxLength - tail.length) + tail;
  return [...new Set([fit('_'), fit('2'), fit(`_${digits}`), fit('__'), fit(digits)])];
}

/** "#tea" made of "Tea" or " # tea "; "" when nothing legal is left. */
export function channelNameFor(typed: string, chantypes: string): string {
  let name = typed.trim();
  const first = name[0] ?? '';
  const type = first !== '' && chantypes.includes(first) ? first : (chantypes[0] ?? '#');
  while (name !== '' && name[0] === type) name = name.slice(1);
  // Illegal in channel names: space, comma, BEL and the other control characters.
  name = name.trim().toLowerCase().replace(/\s+/g, '-').replace(/[,\p{Cc}]/gu, '');
  return name === '' ? '' : type + name;
}

/** The longest beginning of a text that fits into so many bytes of UTF-8. */
export function cutBytes(text: string, max: number): string {
  let bytes = 0;
  let out = '';
  for (const char of text) {
    bytes += byteLength(char);
    if (bytes > max) break;
    out += char;
  }
  return out;
}

const encoder = new TextEncoder();

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}
