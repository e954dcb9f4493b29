/** What concerns a whole container depends on each of its elements. */
import { each, same, type CountedListing } from "./listing.ts";
import { Container } from "./world.ts";

const list =
  (...items: number[]) =>
  () =>
    new Container(items);

export const CONTAINERS: readonly CountedListing[] = [
  same("append", 3, ["a = []", "a.append(i)"], list(), function* (a, i) {
    yield* a.whole(true, (items) => items.push(i));
  }),
  same("append, then len", 2, ["a = []", "a.append(i)\nn = len(a)"], list(), function* (a, i) {
    yield* a.whole(true, (items) => items.push(i));
    yield* a.whole(false, () => 0);
  }),
  same("len and in among themselves", 3, ["a = [1]", "n = len(a)\nb = 1 in a"], list(1), function* (a) {
    yield* a.whole(false, () => 0);
    yield* a.whole(false, () => 0);
  }),
  each("an element against append", ["a = [0, 0]", "a[0] = 1", "a[1] = 1", "a.append(2)"], list(0, 0), [
    (a) => a.write(0, 1),
    (a) => a.write(1, 1),
    function* (a) {
      yield* a.whole(true, (items) => items.push(2));
    },
  ]),
  each("elements against len", ["a = [0, 0]", "a[0] = 1", "a[1] = 1", "n = len(a)"], list(0, 0), [
    (a) => a.write(0, 1),
    (a) => a.write(1, 1),
    function* (a) {
      yield* a.whole(false, () => 0);
    },
  ]),
  each("elements against a slice", ["a = [0, 0]", "a[0] = 1", "a[1] = 1", "b = a[:]"], list(0, 0), [
    (a) => a.write(0, 1),
    (a) => a.write(1, 1),
    function* (a) {
      yield* a.whole(false, () => 0);
    },
  ]),
  each("an element read against pop", ["a = [1, 2]", "r = a[0]", "r = a.pop()"], list(1, 2), [
    function* (a) {
      yield* a.read(0);
    },
    function* (a) {
      yield* a.whole(true, (items) => items.pop());
    },
  ]),
  each("an element read against reads of the whole", ["a = [1, 2]", "r = a[0]", "r = len(a)\nr = 2 in a"], list(1, 2), [
    function* (a) {
      yield* a.read(0);
    },
    function* (a) {
      yield* a.whole(false, () => 0);
      yield* a.whole(false, () => 0);
    },
  ]),
  each("an iteration against a write", ["a = [1, 2]", "for v in a:\n    pass", "a[1] = 3"], list(1, 2), [
    function* (a) {
      // Two items, and the step that finds no more.
      for (let i = 0; i < 3; i++) yield* a.whole(false, () => 0);
    },
    (a) => a.write(1, 3),
  ]),
  each("insert and sort", ["a = [3, 1]", "a.insert(0, 5)", "a.sort()"], list(3, 1), [
    function* (a) {
      yield* a.whole(true, (items) => items.unshift(5));
    },
    function* (a) {
      yield* a.whole(true, (items) => items.reverse());
    },
  ]),
  each("del against an element", ["a = [3, 1, 2]", "del a[2]", "r = a[0]"], list(3, 1, 2), [
    function* (a) {
      yield* a.whole(true, (items) => items.pop());
    },
    function* (a) {
      yield* a.read(0);
    },
  ]),
  each("in a dict against one key", ["d = {'a': 1, 'b': 2}", "r = 'a' in d", "d['b'] = 3"], list(1, 2), [
    function* (d) {
      yield* d.whole(false, () => 0);
    },
    (d) => d.write(1, 3),
  ]),
  each("len of a dict against a key", ["d = {'a': 1}", "r = len(d)", "d['a'] = 3"], list(1), [
    function* (d) {
      yield* d.whole(false, () => 0);
    },
    (d) => d.write(0, 3),
  ]),
  same("a set's add", 2, ["s = set()", "s.add(i)"], list(), function* (a, i) {
    yield* a.whole(true, (items) => items.push(i));
  }),
];
