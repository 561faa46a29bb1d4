/**
 * The lock: a passphrase becomes a key by scrypt, and AES-256-GCM seals the record with it.
 * This module is loaded only when a passphrase is typed.
 */
import { keyhole } from "./envelope.js";
import { Problem } from "./problem.js";
import { scryptAsync } from "./scrypt.js";

// As strong as OWASP asks for, with half the memory of its first choice: old phones have little.
const COST = { n: 2 ** 16, r: 8, p: 2 };
const CIPHER = { name: "AES-GCM", length: 256 };
const SHORTEST = 8;

const utf8 = (text) => new TextEncoder().encode(text);
function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
function toBase64(bytes) {
  if (bytes.toBase64) return bytes.toBase64();
  let letters = "";
  // A call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 8192) letters += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(letters);
}
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** @returns {object} a lock with a salt of its own. Throws a Problem if `passphrase` is short. */
export function newLock(passphrase) {
  if ([...passphrase.normalize("NFKC")].length < SHORTEST) throw new Problem("short_passphrase");
  return { kdf: "scrypt", ...COST, salt: toBase64(random(16)), cipher: "AES-256-GCM" };
}

/** @returns {Promise<CryptoKey>} the key that `passphrase` makes with `lock`; it cannot be read out. */
export async function derive(passphrase, { n, r, p, salt }) {
  // Browsers give their cipher only to pages that came safely; the library may not have been built in.
  if (!globalThis.crypto?.subtle || !scryptAsync) throw new Problem("no_crypto");
  const bytes = await scryptAsync(utf8(passphrase.normalize("NFKC")), fromBase64(salt), { N: n, r, p, dkLen: 32 });
  const key = await crypto.subtle.importKey("raw", bytes, CIPHER, false, ["encrypt", "decrypt"]);
  bytes.fill(0);
  return key;
}

const cipher = (lock, nonce) => ({ name: CIPHER.name, iv: nonce, additionalData: utf8(keyhole(lock)) });

/** @returns {Promise<{ lock: object, sealed: string }>} `text`, sealed with a fresh nonce. */
export async function seal(text, lock, key) {
  const nonce = random(12);
  const sealed = await crypto.subtle.encrypt(cipher(lock, nonce), key, utf8(text));
  return { lock: { ...lock, nonce: toBase64(nonce) }, sealed: toBase64(new Uint8Array(sealed)) };
}

/** @returns {Promise<string>} the text. Throws a Problem if the key is another, or a letter was changed. */
export async function unseal({ lock, sealed }, key) {
  try {
    const bytes = await crypto.subtle.decrypt(cipher(lock, fromBase64(lock.nonce)), key, fromBase64(sealed));
    return new TextDecoder().decode(bytes);
  } catch {
    throw new Problem("wrong_passphrase");
  }
}
