/**
 * SHA-512 (FIPS 180-4) of a text's UTF-8, for `random.seed("text")`, which seeds with it in CPython.
 * Rule: for short texts; numbers are bigints, and its constants are computed when it is first asked.
 */
const WORD = (1n << 64n) - 1n;
const ROUNDS = 80;

/** The digest as 64 bytes. */
export function sha512(bytes: Uint8Array): Uint8Array {
  const { start, rounds } = constants();
  let state = start;
  const blocks = padded(bytes);
  for (let at = 0; at < blocks.byteLength; at += 128) state = mixBlock(state, blocks, at, rounds);
  const digest = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => {
    digest.setBigUint64(i * 8, word);
  });
  return new Uint8Array(digest.buffer);
}

/** The message, a 1 bit, zeros, and its length in bits in the last 16 bytes. */
function padded(bytes: Uint8Array): DataView {
  const whole = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setBigUint64(whole.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function mixBlock(state: readonly bigint[], blocks: DataView, at: number, rounds: readonly bigint[]): bigint[] {
  const words = scheduleOf(blocks, at);
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < ROUNDS; i++) {
    const choice = (e & f) ^ (~e & WORD & g);
    const first = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + choice + rounds[i] + words[i];
    const second = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(first + second) & WORD, a, b, c, (d + first) & WORD, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) & WORD);
}

function scheduleOf(blocks: DataView, at: number): bigint[] {
  const words = Array.from({ length: 16 }, (_, i) => blocks.getBigUint64(at + i * 8));
  for (let i = 16; i < ROUNDS; i++) {
    const [old, late] = [words[i - 15], words[i - 2]];
    const small = turn(old, 1n) ^ turn(old, 8n) ^ (old >> 7n);
    const large = turn(late, 19n) ^ turn(late, 61n) ^ (late >> 6n);
    words.push((words[i - 16] + small + words[i - 7] + large) & WORD);
  }
  return words;
}

function turn(word: bigint, by: bigint): bigint {
  return ((word >> by) | (word << (64n - by))) & WORD;
}

interface Constants {
  readonly start: readonly bigint[];
  readonly rounds: readonly bigint[];
}

let known: Constants | null = null;

/** The first 64 bits behind the point of square roots (8) and cube roots (80) of the first primes. */
function constants(): Constants {
  const primes = firstPrimes(ROUNDS);
  known ??= {
    start: primes.slice(0, 8).map((prime) => rootOf(prime << 128n, 2n) & WORD),
    rounds: primes.map((prime) => rootOf(prime << 192n, 3n) & WORD),
  };
  return known;
}

function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = [];
  for (let next = 2n; primes.length < count; next++)
    if (primes.every((prime) => next % prime !== 0n)) primes.push(next);
  return primes;
}

/** The whole part of a root, by bisection. */
function rootOf(value: bigint, degree: bigint): bigint {
  let [low, high] = [0n, 1n << 80n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** A text as UTF-8. */
export function utf8Of(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text).flatMap((character) => bytesOf(character.codePointAt(0)!)));
}

function bytesOf(point: number): number[] {
  if (point < 0x80) return [point];
  const last = 0x80 | (point & 63);
  if (point < 0x800) return [0xc0 | (point >> 6), last];
  const middle = 0x80 | ((point >> 6) & 63);
  if (point < 0x10000) return [0xe0 | (point >> 12), middle, last];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), middle, last];
}
