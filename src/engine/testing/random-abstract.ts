/** Random small programs in the notation of `abstract-program.ts`. Rule: small enough that all their interleavings can be listed. */
import * as fc from "fast-check";

const DECLARATIONS =
  "lock m; lock n; rlock k; semaphore s 1; queue q 1; queue p; condition c m; barrier b 2; flag f; list a 2";

const cells = [
  "r = x",
  "x = 1",
  "x = r + 1",
  "s = y",
  "y = r + 2",
  "y = 3",
  "add x 2",
  "cas x 0 1",
  "cas x 1 2",
  "cas y 0 5",
];
const lists = ["a[0] = 4", "r = a[0]", "a[1] = r", "append a 1", "r = len a"];
const locks = [
  "acquire m",
  "release m",
  "acquire n",
  "release n",
  "acquire m try",
  "acquire m timed",
  "acquire k",
  "release k",
];
const permits = ["take s", "give s", "take s timed", "take s try"];
const queues = ["put q 1", "r = get q", "put q 2 timed", "s = get q timed", "s = get q try", "put p 3", "r = get p"];
const conditions = ["acquire m", "wait c", "release m", "notify c", "notify c all", "wait c timed"];
const rest = ["arrive b", "arrive b timed", "set f", "clear f", "await f", "await f timed"];
const ways = ["stop if r = 0", "stop if ok = 1", "stop if s = 1"];

/** Operations that go together often, so that blocked ones get let go and critical sections close. */
const phrases = [
  ["acquire m", "r = x", "x = r + 1", "release m"],
  ["acquire m", "acquire n", "release n", "release m"],
  ["acquire n", "acquire m", "release m", "release n"],
  ["acquire m", "wait c", "release m"],
  ["acquire m", "wait c timed", "release m"],
  ["acquire m", "notify c", "release m"],
  ["acquire m", "notify c all", "release m"],
  ["acquire k", "acquire k", "release k", "release k"],
  ["take s", "add x 1", "give s"],
  ["arrive b", "r = x"],
  ["arrive b timed", "x = 7"],
  ["acquire m try", "stop if ok = 0", "x = 1", "release m"],
];

const operation = fc.oneof(
  ...[cells, cells, lists, locks, permits, queues, conditions, rest, ways].map((some) => fc.constantFrom(...some)),
);
const phrase = fc.oneof(
  { weight: 3, arbitrary: operation.map((one) => [one]) },
  { weight: 2, arbitrary: fc.constantFrom(...phrases) },
);
const thread = fc.array(phrase, { minLength: 1, maxLength: 3 }).map((some) => some.flat());

/** Two or three threads; sometimes one of them is started by another, or joined. */
export const randomAbstract: fc.Arbitrary<string> = fc
  .record({
    threads: fc.array(thread, { minLength: 2, maxLength: 3 }),
    spawns: fc.boolean(),
    joins: fc.constantFrom("", "", "join", "join timed"),
    at: fc.nat(8),
  })
  .map(({ threads, spawns, joins, at }) => write(threads, spawns, joins, at));

function write(threads: readonly (readonly string[])[], spawns: boolean, joins: string, at: number): string {
  const texts = threads.map((one) => [...one]);
  const [first] = texts;
  const place = at % (first.length + 1);
  const other = `T${texts.length - 1}`;
  if (joins !== "") first.splice(place, 0, `join ${other}${joins === "join" ? "" : " timed"}`);
  if (spawns) first.splice(Math.min(place, at % 2), 0, `spawn ${other}`);
  return [DECLARATIONS, ...texts.map((one, i) => `T${i}: ${one.join("; ")}`)].join("\n");
}
