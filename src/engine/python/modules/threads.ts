/** What `threading` needs of the world: starting, joining and counting threads, numbers, and `local`. */
import { THREAD, CONTROL, threadBlock } from "../../memory/layout.ts";
import { fromSmallWord, toBooleanWord, toSmallWord, TRUE } from "../../memory/words.ts";
import { STATUS, VERB } from "../../program/operation.ts";
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { HEADER_WORDS, KIND } from "../objects/kinds.ts";
import { makeList } from "../objects/lists.ts";
import { share } from "../objects/share.ts";
import { makeThreadLocal } from "../objects/thread-locals.ts";
import { THREAD_LOCAL } from "../objects/types.ts";
import { PyRef, type Value } from "../values.ts";
import { checkCount } from "../builtins/arguments.ts";
import { FOREVER, limitOf, perform, primitive } from "./operations.ts";

THREAD_LOCAL.make = (host, _type, args, keywords) => {
  checkCount("local", args, keywords, 0, 0);
  return makeThreadLocal(host.heap);
};

/** `_spawn(thread, name, daemon)`: the new thread's id, None when no more threads can be made. */
function spawn(host: Host, args: Value[]): NativeResult {
  const thread = primitive(args);
  share(host.heap, thread);
  const name = host.heap.toWord(args[1]);
  const status = perform(host, VERB.SPAWN, thread.at, FOREVER, toBooleanWord(args[2] === true), name);
  if (status < 0) return SUSPEND;
  return status === STATUS.OK ? fromSmallWord(host.operation.result) : null;
}

/** `_join(thread, id, timeout)`: whether it has ended. */
function join(host: Host, args: Value[]): NativeResult {
  const status = perform(host, VERB.JOIN, primitive(args).at, limitOf(host, args[2]), toSmallWord(args[1] as number));
  return status < 0 ? SUSPEND : status === STATUS.OK;
}

function isAlive(host: Host, args: Value[]): NativeResult {
  const status = perform(host, VERB.IS_ALIVE, primitive(args).at, FOREVER, toSmallWord(args[1] as number));
  return status < 0 ? SUSPEND : host.operation.result === TRUE;
}

function activeCount(host: Host): NativeResult {
  const status = perform(host, VERB.ACTIVE_COUNT, 0);
  return status < 0 ? SUSPEND : fromSmallWord(host.operation.result);
}

/** The Thread object of the calling thread; None in main. */
function currentObject(host: Host): Value {
  const at = host.heap.load(threadBlock(host.world.thread) + THREAD.OBJECT);
  return at === 0 ? null : new PyRef(at);
}

/** The Thread objects of all threads that were ever started, in the order of their starts. */
function startedObjects(host: Host): Value {
  const count = host.world.remember(host.heap.load(CONTROL.THREAD_COUNT));
  const objects: Value[] = [];
  for (let thread = 1; thread < count; thread++) {
    const at = host.heap.load(threadBlock(thread) + THREAD.OBJECT);
    if (at !== 0) objects.push(new PyRef(at));
  }
  return makeList(host.heap, objects);
}

/** `_counter()`: a number that grows, told to nobody. */
function makeCounter(host: Host): Value {
  const at = host.heap.alloc(HEADER_WORDS + 1);
  host.heap.store(at, KIND.CELL);
  host.heap.store(at + HEADER_WORDS, toSmallWord(0));
  return new PyRef(at);
}

/** `_count(counter)`: its value before. */
function count(host: Host, args: Value[]): Value {
  // A small word grows by 1 when 2 is added to it.
  return fromSmallWord(host.world.remember(host.heap.memory.add(primitive(args).at + HEADER_WORDS, 2), true));
}

export const THREAD_NATIVES: Readonly<Record<string, Native>> = {
  _spawn: spawn,
  _join: join,
  _is_alive: isAlive,
  _current_object: currentObject,
  _started_objects: startedObjects,
  _thread_id: (host) => host.world.thread,
  _counter: makeCounter,
  _count: count,
  active_count: activeCount,
};
