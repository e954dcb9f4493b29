/**
 * Seeded randomness: the same seed gives the same numbers on every machine.
 * Method: sfc32 by Chris Doty-Humphrey (PractRand), seeded through splitmix32.
 */

/** A seeded stream of random numbers. */
export interface Random {
  /** An integer from 0 up to, but without, `bound` (1 to 2^32). */
  below(bound: number): number;
  /** A number from 0 up to, but without, 1. */
  fraction(): number;
}

/** A stream that depends on nothing but `seed` (any integer). */
export function createRandom(seed: number): Random {
  let mix = seed | 0;
  const next = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
  let a = next();
  let b = next();
  let c = next();
  let d = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) draw();
  return {
    below: (bound) => Math.floor((draw() / 4294967296) * bound),
    fraction: () => draw() / 4294967296,
  };
}
