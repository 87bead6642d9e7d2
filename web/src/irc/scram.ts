// SCRAM-SHA-256 (RFC 5802, RFC 7677): each side proves that it knows the password,
// and neither says it. The slow part is done here, not on the server.

import { bytesOf, fromBase64, toBase64, type Bytes, type Dialogue } from './sasl';

/** Fewer turns would make it cheap to guess the password from what was said (RFC 7677 4); so many take no minute. */
const LEAST_TURNS = 4096;
const MOST_TURNS = 2_000_000;

const UNREADABLE = 'The server’s answer to the login can’t be read.';
const IMPOSTOR = 'The server could not prove that it knows you: something may stand between you and it.';

/** `nonce` is random and has no comma. */
export function scram(name: string, password: string, subtle: SubtleCrypto, nonce: string): Dialogue {
  const first = `n=${name.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  let proof: { readonly serverSignature: string } | null = null;
  let begun = false;

  const prove = async (said: string): Promise<Bytes> => {
    const { r: both = '', s: salt = '', i: turns = '', m } = attributes(said);
    const count = Number(turns);
    if (m !== undefined || salt === '' || !(count >= LEAST_TURNS && count <= MOST_TURNS)) throw new Error(UNREADABLE);
    if (!both.startsWith(nonce) || both.length === nonce.length) throw new Error(IMPOSTOR);
    const salted = await stretch(subtle, saslPrep(password), fromBase64(salt), count);
    const last = `c=biws,r=${both}`;
    const spoken = `${first},${said},${last}`;
    const clientKey = await hmac(subtle, salted, 'Client Key');
    const storedKey = new Uint8Array(await subtle.digest('SHA-256', clientKey));
    const signature = await hmac(subtle, storedKey, spoken);
    const serverKey = await hmac(subtle, salted, 'Server Key');
    proof = { serverSignature: toBase64(await hmac(subtle, serverKey, spoken)) };
    return bytesOf(`${last},p=${toBase64(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)))}`);
  };

  return (challenge) => {
    const said = new TextDecoder().decode(challenge);
    if (!begun) {
      begun = true;
      return bytesOf(`n,,${first}`);
    }
    if (proof === null) return prove(said);
    const { v: verifier, e: error } = attributes(said);
    // What it says is wrong it says again by a numeric.
    if (error === undefined && verifier !== proof.serverSignature) throw new Error(IMPOSTOR);
    return bytesOf('');
  };
}

/** "r=x,s=y" as {r: 'x', s: 'y'}. */
function attributes(text: string): Record<string, string> {
  return Object.fromEntries(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

async function stretch(subtle: SubtleCrypto, password: string, salt: Bytes, iterations: number): Promise<Bytes> {
  const key = await subtle.importKey('raw', bytesOf(password), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256));
}

async function hmac(subtle: SubtleCrypto, key: Bytes, text: string): Promise<Bytes> {
  const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, bytesOf(text)));
}

/** The one form of a password in which both sides hash it (RFC 4013 2.1, 2.2). */
export function saslPrep(password: string): string {
  return password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g, '')
    .normalize('NFKC');
}
