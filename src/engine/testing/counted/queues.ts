/** Queues of each order, with room and without. */
import { each, type CountedListing } from "./listing.ts";
import { Queue } from "./world.ts";

export const QUEUES: readonly CountedListing[] = [
  each(
    "a queue with room for one",
    ["q = queue.Queue(1)", "q.put(1)\nq.put(2)", "a = q.get()\nb = q.get()"],
    () => new Queue(1),
    [
      function* (q) {
        yield* q.put(1);
        yield* q.put(2);
      },
      function* (q) {
        yield* q.get();
        yield* q.get();
      },
    ],
  ),
  each(
    "two put, one gets",
    ["q = queue.Queue(maxsize=2)", "q.put(1)", "q.put(2)", "a = q.get()\nb = q.get()"],
    () => new Queue(2),
    [
      (q) => q.put(1),
      (q) => q.put(2),
      function* (q) {
        yield* q.get();
        yield* q.get();
      },
    ],
  ),
  each(
    "two put, two get",
    ["q = queue.Queue()", "q.put(1)", "q.put(2)", "a = q.get()", "a = q.get()"],
    () => new Queue(),
    [
      (q) => q.put(1),
      (q) => q.put(2),
      function* (q) {
        yield* q.get();
      },
      function* (q) {
        yield* q.get();
      },
    ],
  ),
  each(
    "a lifo queue",
    ["q = queue.LifoQueue()", "q.put(1)\nq.put(2)", "a = q.get()\nb = q.get()"],
    () => new Queue(0, "lifo"),
    [
      function* (q) {
        yield* q.put(1);
        yield* q.put(2);
      },
      function* (q) {
        yield* q.get();
        yield* q.get();
      },
    ],
  ),
  each(
    "a priority queue",
    ["q = queue.PriorityQueue(2)", "q.put(2)\nq.put(1)\nq.put(0)", "a = q.get()\nb = q.get()"],
    () => new Queue(2, "least"),
    [
      function* (q) {
        for (const item of [2, 1, 0]) yield* q.put(item);
      },
      function* (q) {
        yield* q.get();
        yield* q.get();
      },
    ],
  ),
  each(
    "get_nowait",
    [
      "q = queue.Queue()",
      "q.put(1)",
      "try:\n    q.get_nowait()\nexcept queue.Empty:\n    pass",
      "try:\n    q.get_nowait()\nexcept queue.Empty:\n    pass",
    ],
    () => new Queue(),
    [
      (q) => q.put(1),
      function* (q) {
        yield* q.tryGet();
      },
      function* (q) {
        yield* q.tryGet();
      },
    ],
  ),
  each(
    "get and put for some time",
    [
      "q = queue.Queue(1)",
      "try:\n    q.put(1, timeout=1)\n    q.put(2, timeout=1)\nexcept queue.Full:\n    pass",
      "try:\n    q.get(timeout=1)\nexcept queue.Empty:\n    pass",
    ],
    () => new Queue(1),
    [
      function* (q) {
        if (yield* q.tryPut(1)) yield* q.tryPut(2);
      },
      function* (q) {
        yield* q.tryGet();
      },
    ],
  ),
  each("qsize and empty", ["q = queue.Queue()", "q.put(1)", "n = q.qsize()\nr = q.empty()"], () => new Queue(), [
    (q) => q.put(1),
    function* (q) {
      yield* q.size();
      yield* q.size();
    },
  ]),
  each("a get that never comes", ["q = queue.Queue()", "q.put(1)", "q.get()", "q.get()"], () => new Queue(), [
    (q) => q.put(1),
    function* (q) {
      yield* q.get();
    },
    function* (q) {
      yield* q.get();
    },
  ]),
];
