/** `collections.deque`: each method is one step on the whole deque. */
import type { Word } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import { isEqual } from "../objects/compare.ts";
import { lookAtWhole, readWhole, toValues } from "../objects/content.ts";
import {
  DEQUE_MUTEX,
  dequeAppend,
  dequeAppendLeft,
  dequeCount,
  dequeLimit,
  dequePop,
  dequePopLeft,
  dequeReplace,
  dequeWords,
  makeDeque,
} from "../objects/deques.ts";
import { isSame } from "../objects/identity.ts";
import { addGetSet, addMethods } from "../objects/immutables.ts";
import { expectNumber } from "../objects/integers.ts";
import { isSharedAt, KIND } from "../objects/kinds.ts";
import { share } from "../objects/share.ts";
import { typeError, valueError } from "../objects/specials.ts";
import { DEQUE, ofKind } from "../objects/types.ts";
import { isVisible, onWhole, WHOLE_WRITE } from "../objects/visible.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, type Value } from "../values.ts";
import { bindNames, method, withItems } from "../builtins/arguments.ts";

DEQUE.make = (host, _type, args, keywords) => {
  const [iterable, maxlen] = bindNames("deque", args, keywords, ["iterable", "maxlen"]);
  const limit = maxlen === undefined || maxlen === null ? -1 : expectNumber(host.heap, maxlen);
  if (limit < 0 && maxlen !== undefined && maxlen !== null) throw valueError("maxlen must be non-negative");
  const made = makeDeque(host.heap, limit);
  if (iterable === undefined || iterable === null) return made;
  return withItems(host, iterable, (again, items) => {
    for (const item of items) dequeAppend(again.heap, made.at, again.heap.toWord(item));
    return made;
  });
};

function self(args: readonly Value[]): PyRef {
  const [deque] = args;
  if (deque instanceof PyRef) return deque;
  throw typeError("descriptor requires a 'collections.deque' object");
}

function change<T>(host: Host, deque: PyRef, body: () => T, told?: (result: T) => Word): T | typeof SUSPEND {
  return onWhole(host, deque.at, DEQUE_MUTEX, WHOLE_WRITE, OP.update, body, told);
}

type Add = typeof dequeAppend;

function adding(add: Add): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const { heap } = host;
    const deque = self(args);
    if (isSharedAt(heap.memory, deque.at)) share(heap, args[1]);
    const word = heap.toWord(args[1]);
    return change(
      host,
      deque,
      () => {
        add(heap, deque.at, word);
        return null;
      },
      () => word,
    );
  };
}

function taking(take: typeof dequePop): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const deque = self(args);
    const word = change(
      host,
      deque,
      () => {
        if (dequeCount(host.heap, deque.at) === 0) throw new PythonError("IndexError", "pop from an empty deque");
        return take(host.heap, deque.at);
      },
      (taken) => taken,
    );
    return word === SUSPEND ? SUSPEND : host.heap.fromWord(word);
  };
}

function extending(add: Add): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const deque = self(args);
    return withItems(
      host,
      args[1],
      (again, items) => {
        const { heap } = again;
        if (isSharedAt(heap.memory, deque.at)) for (const item of items) share(heap, item);
        const words = items.map((item) => heap.toWord(item));
        return change(again, deque, () => {
          for (const word of words) add(heap, deque.at, word);
          return null;
        });
      },
      true,
    );
  };
}

/** Replaces the items by what `make` makes of them. */
function replacing(
  make: (words: Word[], args: Value[], host: Host) => Word[],
): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const deque = self(args);
    return change(host, deque, () => {
      dequeReplace(host.heap, deque.at, make(dequeWords(host.heap, deque.at), args, host));
      return null;
    });
  };
}

function rotate(words: Word[], args: Value[], host: Host): Word[] {
  const steps = args.length > 1 ? expectNumber(host.heap, args[1]) : 1;
  if (words.length === 0) return words;
  const cut = ((-steps % words.length) + words.length) % words.length;
  return [...words.slice(cut), ...words.slice(0, cut)];
}

function places(host: Host, words: readonly Word[], value: Value): number[] {
  return toValues(host.heap, words).flatMap((item, i) =>
    isSame(item, value) || isEqual(host, item, value) ? [i] : [],
  );
}

function remove(host: Host, args: Value[]): NativeResult {
  const deque = self(args);
  for (;;) {
    const seen = lookAtWhole(host, deque);
    const [place] = places(host, seen, args[1]);
    const removed = removeAt(host, deque, seen, place ?? -1, args[1]);
    if (removed !== false) return removed;
  }
}

/** Removes an item as one step; false when somebody changed the deque since it was seen, and then nothing was told. */
function removeAt(
  host: Host,
  deque: PyRef,
  seen: readonly Word[],
  place: number,
  value: Value,
): null | false | typeof SUSPEND {
  const { heap } = host;
  const visible = isVisible(host, deque.at);
  if (visible && host.mustStop(WHOLE_WRITE, deque.at, 0)) return SUSPEND;
  if (visible) heap.memory.enter(deque.at + DEQUE_MUTEX);
  try {
    const words = dequeWords(heap, deque.at);
    if (words.length !== seen.length || words.some((word, i) => word !== seen[i])) return false;
    if (visible) host.world.note(place < 0 ? OP.read : OP.update, deque.at, 0, place < 0 ? UNBOUND : words[place]);
    if (place < 0) throw valueError(`${host.objects.describe(value)} is not in deque`);
    words.splice(place, 1);
    dequeReplace(heap, deque.at, words);
    return null;
  } finally {
    if (visible) heap.memory.leave(deque.at + DEQUE_MUTEX);
  }
}

/** `d.insert(index, value)`. @throws IndexError where the deque is full */
function insert(host: Host, args: Value[]): NativeResult {
  const { heap } = host;
  const deque = self(args);
  const index = expectNumber(heap, args[1]);
  if (isSharedAt(heap.memory, deque.at)) share(heap, args[2]);
  const word = heap.toWord(args[2]);
  return change(
    host,
    deque,
    () => {
      const words = dequeWords(heap, deque.at);
      if (words.length === dequeLimit(heap, deque.at))
        throw new PythonError("IndexError", "deque already at its maximum size");
      words.splice(index, 0, word);
      dequeReplace(heap, deque.at, words);
      return null;
    },
    () => word,
  );
}

/** `d.index(value, start, stop)`. @throws ValueError */
function index(host: Host, words: Word[], args: Value[]): Value {
  const bound = (at: number, otherwise: number): number => {
    const given = args.length > at ? expectNumber(host.heap, args[at]) : otherwise;
    return given < 0 ? Math.max(0, given + words.length) : given;
  };
  const place = places(host, words, args[1]).find((at) => at >= bound(2, 0) && at < bound(3, words.length));
  if (place === undefined) throw valueError(`${host.objects.describe(args[1])} is not in deque`);
  return place;
}

function reading(
  answer: (host: Host, words: Word[], args: Value[]) => Value,
): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const words = readWhole(host, self(args));
    return words === SUSPEND ? SUSPEND : answer(host, words, args);
  };
}

function copy(host: Host, words: Word[], args: Value[]): Value {
  const made = makeDeque(host.heap, dequeLimit(host.heap, self(args).at));
  dequeReplace(host.heap, made.at, words);
  return made;
}

addMethods(
  DEQUE,
  {
    append: method("deque.append", 1, 1, adding(dequeAppend)),
    appendleft: method("deque.appendleft", 1, 1, adding(dequeAppendLeft)),
    pop: method("deque.pop", 0, 0, taking(dequePop)),
    popleft: method("deque.popleft", 0, 0, taking(dequePopLeft)),
    extend: method("deque.extend", 1, 1, extending(dequeAppend)),
    extendleft: method("deque.extendleft", 1, 1, extending(dequeAppendLeft)),
    clear: method(
      "deque.clear",
      0,
      0,
      replacing(() => []),
    ),
    reverse: method(
      "deque.reverse",
      0,
      0,
      replacing((words) => words.reverse()),
    ),
    rotate: method("rotate", 0, 1, replacing(rotate)),
    remove: method("deque.remove", 1, 1, remove),
    copy: method("deque.copy", 0, 0, reading(copy)),
    count: method(
      "deque.count",
      1,
      1,
      reading((host, words, args) => places(host, words, args[1]).length),
    ),
    index: method("index", 1, 3, reading(index)),
    insert: method("insert", 2, 2, insert),
  },
  ofKind(KIND.DEQUE),
);
addGetSet(DEQUE, "maxlen", (host, value) => {
  const limit = dequeLimit(host.heap, self([value]).at);
  return limit < 0 ? null : limit;
});
