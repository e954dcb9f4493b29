/** Words of the litmus tests in English, and by their shape the dictionary's type. Rule: as in shared/words-en.ts. */
export const en = {
  title: "Litmus tests",
  lede: "Tiny programs on shared memory, tried millions of times on your processor. Each has one outcome that no order of its steps explains: it shows that a processor or an engine keeps writes waiting or turns accesses round.",
  tests: "Tests",
  asks: {
    SB: "Each writes its own place, then reads the other's. Can both still read 0?",
    R: "One writes x, then y; the other writes y last, then reads x. Can it still read 0?",
    MP: "One writes a message, then a flag. Can the other see the flag and not yet the message?",
    LB: "Each reads, then writes what the other reads. Can both read what is only written afterwards?",
    S: "One writes x, then y; the other sees y and writes x. Can the first write of x still come last?",
    "2+2W": "Both write both places, in opposite order. Can each place keep its first write?",
    CoRR: "One place, read twice. Can the second read be older than the first?",
    CoWR: "Who writes and reads another's value: can its own write still come last?",
    CoWW: "One thread writes a place twice. Can the first write come last?",
    WRC: "A write is read and passed on. Can a third thread hear of the second step and not of the first?",
    IRIW: "Two writers, two readers. Can the readers see the two writes in opposite orders?",
  } satisfies Record<string, string> as Record<string, string>,
  thread: (number: string) => `thread ${number}`,
  startsAt: "Every place begins with 0. The weak outcome:",
  models: "Is the weak outcome allowed?",
  model: { js: "JavaScript, plain", atomics: "JavaScript, Atomics", tso: "x86 (TSO), plain", arm: "Arm, plain" },
  shortModel: { js: "JavaScript", tso: "x86", arm: "Arm" },
  yes: "yes",
  no: "no",
  race: "Race",
  raceFor: (seconds: string) => `Plain, then with Atomics, ${seconds} each.`,
  stop: "Stop",
  access: { plain: "Plain accesses", atomics: "Atomics" },
  notRaced: "Not tried yet.",
  racing: "racing…",
  figures: (iterations: string, rate: string) => `${iterations} times · ${rate} a second`,
  outcome: "Outcome",
  count: "Seen",
  scale: "The bars grow by powers of ten, so that rare outcomes can be seen; the numbers are exact.",
  allowedBy: "Allowed by",
  weak: "weak",
  never: "never",
  nobody: "nobody",
  everybody: "all three",
  forbiddenSeen:
    "An outcome was seen that JavaScript forbids. That would be a fault of the browser or the processor: please run it again.",
  weakSeen: (count: string) => `The weak outcome was seen ${count} times.`,
  weakNotSeen: "The weak outcome was not seen. That it is allowed does not mean that it has to happen.",
  weakForbidden: "The weak outcome is forbidden here, and was not seen.",
  byTurns: (threads: string, cores: string) =>
    `This test has ${threads} threads, and there are ${cores} cores: they cannot all run at once here. They take turns in longer batches and seldom meet, so a weak outcome is hardly to be expected.`,
  noMemory: "Litmus tests need memory that workers share, which this page may not use here.",
  why: [
    "A processor does not wait until a write has reached memory: it keeps it in a buffer of its own and goes on. Until the write gets there, others read the old value. That is all that x86 does (total store order, TSO); Arm processors, in phones and many laptops, may turn round any two accesses of different places.",
    "JavaScript promises for plain accesses only what holds everywhere, so engines may rearrange them as well. With Atomics all accesses stand in one order that every thread agrees on: a weak outcome must never be seen.",
    "Python's own values never come to this: the locks inside the interpreter order every access. It matters to whoever writes such an interpreter, or shares memory directly.",
  ],
  howTried:
    "How it is tried: each thread is a worker; x and y lie on cache lines of their own, fresh for every try; threads meet every 16 tries, spinning; cells are used in changing random order, and the parts go round among the workers.",
} as const;

type Loose<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Loose<T[Key]> };

export type LitmusWords = Loose<typeof en>;
