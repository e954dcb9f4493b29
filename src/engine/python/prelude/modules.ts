/** The modules a listing can import. Rule: order is fixed, since modules are numbered; a module comes after those that it imports. */
import { printTextNative } from "../builtins/print.ts";
import { FUTURE_NATIVES as ASYNC_FUTURE_NATIVES } from "../modules/asyncio-futures.ts";
import { LOOP_NATIVES } from "../modules/asyncio-loops.ts";
import { ROW_NATIVES } from "../modules/asyncio-rows.ts";
import { TELLING_NATIVES } from "../modules/asyncio-texts.ts";
import "../modules/atomics.ts";
import { CONDITION_NATIVES } from "../modules/condition.ts";
import { CONTEXT_NATIVES } from "../modules/contexts.ts";
import "../modules/deques.ts";
import { DIS_NATIVES } from "../modules/disassembly.ts";
import { closePool, FUTURE_NATIVES } from "../modules/futures.ts";
import { GREENLET_NATIVES } from "../modules/greenlets.ts";
import "../modules/locks.ts";
import { MACHINE_NATIVES } from "../modules/machine-facts.ts";
import { MATH_NATIVES, MATH_VALUES } from "../modules/math.ts";
import "../modules/queues.ts";
import { RANDOM_NATIVES } from "../modules/random-numbers.ts";
import { BARRIER_NATIVES } from "../modules/semaphores.ts";
import { THREAD_NATIVES } from "../modules/threads.ts";
import { monotonic, TIME_NATIVES } from "../modules/time.ts";
import type { Native } from "../native.ts";
import type { PreludeModule } from "../object-model.ts";
import * as exceptions from "../objects/exception-types.ts";
import { createNative } from "../objects/immutables.ts";
import * as types from "../objects/types.ts";
import type { Value } from "../values.ts";
import asyncio from "./asyncio.py?raw";
import collections from "./collections.py?raw";
import contextlib from "./contextlib.py?raw";
import contextvars from "./contextvars.py?raw";
import gevent from "./gevent.py?raw";
import geventEvent from "./gevent_event.py?raw";
import geventLock from "./gevent_lock.py?raw";
import geventPool from "./gevent_pool.py?raw";
import geventQueue from "./gevent_queue.py?raw";
import greenlet from "./greenlet.py?raw";
import functools from "./functools.py?raw";
import futures from "./futures.py?raw";
import itertools from "./itertools.py?raw";
import monkey from "./monkey.py?raw";
import operator from "./operator.py?raw";
import os from "./os.py?raw";
import pool from "./pool.py?raw";
import random from "./random.py?raw";
import sys from "./sys.py?raw";
import threading from "./threading.py?raw";
import time from "./time.py?raw";

type Functions = Readonly<Record<string, Native>>;
type Values = Readonly<Record<string, Value>>;

/** Natives that several modules have are made once. */
const made = new Map<Native, Value>();

function valueOf(name: string, native: Native): Value {
  let value = made.get(native);
  if (value === undefined) {
    value = createNative(name, native);
    made.set(native, value);
  }
  return value;
}

function module(name: string, source: string, functions: Functions = {}, values: Values = {}): PreludeModule {
  const natives = new Map<string, Value>(Object.entries(values));
  for (const [key, native] of Object.entries(functions)) natives.set(key, valueOf(key, native));
  return { name, source, natives };
}

const FACTS: Functions = { _monotonic: monotonic, _cpu_count: MACHINE_NATIVES._cpu_count };
const COUNTERS: Functions = { _counter: THREAD_NATIVES._counter, _count: THREAD_NATIVES._count };

const FUTURE_ERRORS: Values = {
  CancelledError: exceptions.CANCELLED_ERROR,
  InvalidStateError: exceptions.INVALID_STATE_ERROR,
  BrokenExecutor: exceptions.BROKEN_EXECUTOR,
  BrokenThreadPool: exceptions.BROKEN_THREAD_POOL,
  TimeoutError: exceptions.exceptionTypeNamed("TimeoutError"),
};

const DUMMY =
  "from multiprocessing.pool import ThreadPool\n\n\ndef Pool(processes=None, initializer=None, initargs=()):\n    return ThreadPool(processes, initializer, initargs)\n";

export const MODULES: readonly PreludeModule[] = [
  module(
    "threading",
    threading,
    { ...THREAD_NATIVES, ...CONDITION_NATIVES, ...BARRIER_NATIVES, _monotonic: monotonic, _close_pool: closePool },
    {
      Lock: types.LOCK,
      RLock: types.RLOCK,
      Condition: types.CONDITION,
      Semaphore: types.SEMAPHORE,
      BoundedSemaphore: types.BOUNDED_SEMAPHORE,
      Event: types.EVENT_FLAG,
      Barrier: types.BARRIER,
      local: types.THREAD_LOCAL,
      BrokenBarrierError: exceptions.BROKEN_BARRIER,
    },
  ),
  module(
    "queue",
    "",
    {},
    {
      Queue: types.QUEUE,
      LifoQueue: types.LIFO_QUEUE,
      PriorityQueue: types.PRIORITY_QUEUE,
      SimpleQueue: types.SIMPLE_QUEUE,
      Empty: exceptions.QUEUE_EMPTY,
      Full: exceptions.QUEUE_FULL,
      ShutDown: exceptions.QUEUE_SHUT_DOWN,
    },
  ),
  module("time", time, { ...TIME_NATIVES, _sleep: TIME_NATIVES.sleep }),
  module("math", "", MATH_NATIVES, MATH_VALUES),
  module("random", random, RANDOM_NATIVES),
  module("concurrent", ""),
  module("concurrent.futures", futures, { ...FUTURE_NATIVES, ...COUNTERS, ...FACTS }, FUTURE_ERRORS),
  module("multiprocessing", "", { cpu_count: MACHINE_NATIVES._cpu_count }, { TimeoutError: exceptions.POOL_TIMEOUT }),
  module(
    "multiprocessing.pool",
    pool,
    { ...FUTURE_NATIVES, ...COUNTERS, ...FACTS },
    {
      TimeoutError: exceptions.POOL_TIMEOUT,
      _Queue: types.SIMPLE_QUEUE,
    },
  ),
  module("multiprocessing.dummy", DUMMY),
  module("contextvars", contextvars, CONTEXT_NATIVES),
  module(
    "asyncio",
    asyncio,
    { ...ASYNC_FUTURE_NATIVES, ...LOOP_NATIVES, ...ROW_NATIVES, ...TELLING_NATIVES, _print_text: printTextNative },
    {
      Future: types.ASYNC_FUTURE,
      Task: types.TASK,
      Handle: types.HANDLE,
      TimerHandle: types.TIMER_HANDLE,
      AbstractEventLoop: types.LOOP,
      CancelledError: exceptions.ASYNC_CANCELLED_ERROR,
      InvalidStateError: exceptions.ASYNC_INVALID_STATE_ERROR,
      BrokenBarrierError: exceptions.ASYNC_BROKEN_BARRIER,
      QueueEmpty: exceptions.ASYNC_QUEUE_EMPTY,
      QueueFull: exceptions.ASYNC_QUEUE_FULL,
      QueueShutDown: exceptions.ASYNC_QUEUE_SHUT_DOWN,
      TimeoutError: exceptions.exceptionTypeNamed("TimeoutError"),
    },
  ),
  module("greenlet", greenlet, GREENLET_NATIVES),
  module("gevent", gevent, { ...TELLING_NATIVES, _print_text: printTextNative }),
  module("gevent.monkey", monkey),
  module("gevent.event", geventEvent),
  module("gevent.queue", geventQueue),
  module("gevent.lock", geventLock),
  module("gevent.pool", geventPool),
  module("itertools", itertools),
  module("functools", functools),
  module("operator", operator),
  module("collections", collections, { _make_class: MACHINE_NATIVES._make_class }, { deque: types.DEQUE }),
  module("contextlib", contextlib),
  module("sys", sys, {
    _print_text: printTextNative,
    _switch_interval: MACHINE_NATIVES._switch_interval,
    _is_gil_enabled: MACHINE_NATIVES._is_gil_enabled,
  }),
  module("os", os, { _cpu_count: MACHINE_NATIVES._cpu_count, _yield: MACHINE_NATIVES._yield }),
  module("dis", "", DIS_NATIVES),
  module("atomics", "", {}, { Cell: types.ATOMIC_CELL, AtomicInt: types.ATOMIC_INT }),
];
