/**
 * Small programs for the order of jobs and tasks, each with the lines that the standards have it print, and why. Rule: the order is derived
 * from the rule that is named, never copied from a run; nothing here depends on what the standards leave open.
 */

export interface OrderProgram {
  readonly name: string;
  /** The rule that decides (docs/js-event-loop.md). */
  readonly why: string;
  readonly source: string;
  readonly lines: readonly string[];
  /** False where the model cannot know when a microtask was queued. */
  readonly isTold?: false;
}

const lines = (text: string): readonly string[] => text.split(" ");

export const ORDER_PROGRAMS: readonly OrderProgram[] = [
  {
    name: "script, microtask, timer",
    why: "the checkpoint comes between the script's task and the timer's",
    source:
      "setTimeout(() => console.log('timer'), 0);\nqueueMicrotask(() => console.log('micro'));\nconsole.log('script');",
    lines: lines("script micro timer"),
  },
  {
    name: "microtasks in order",
    why: "first in, first out",
    source: "for (const n of [1, 2, 3]) queueMicrotask(() => console.log(`m${n}`));\nconsole.log('s');",
    lines: lines("s m1 m2 m3"),
  },
  {
    name: "a microtask queues another",
    why: "a checkpoint goes on until the queue is empty, before any timer",
    source:
      "setTimeout(() => console.log('timer'));\nqueueMicrotask(() => {\n  console.log('a');\n  queueMicrotask(() => console.log('c'));\n});\nqueueMicrotask(() => console.log('b'));",
    lines: lines("a b c timer"),
  },
  {
    name: "timers by delay",
    why: "the one that is due first goes first",
    source:
      "setTimeout(() => console.log('late'), 300);\nsetTimeout(() => console.log('early'), 10);\nconsole.log('now');",
    lines: lines("now early late"),
  },
  {
    name: "equal timers in order",
    why: "equal delays keep the order in which they were set",
    source: "for (const n of [1, 2, 3]) setTimeout(() => console.log(`t${n}`), 5);",
    lines: lines("t1 t2 t3"),
  },
  {
    name: "a checkpoint after each timer",
    why: "after each callback the microtasks come first",
    source:
      "setTimeout(() => {\n  console.log('t1');\n  Promise.resolve().then(() => console.log('m1'));\n}, 5);\nsetTimeout(() => {\n  console.log('t2');\n  Promise.resolve().then(() => console.log('m2'));\n}, 5);",
    lines: lines("t1 m1 t2 m2"),
  },
  {
    name: "an async function runs at once",
    why: "its body runs on the caller's stack up to the first await",
    source:
      "async function f() {\n  console.log('in');\n  await null;\n  console.log('after');\n}\nconsole.log('before');\nf();\nconsole.log('back');",
    lines: lines("before in back after"),
  },
  {
    name: "await of a plain value takes one job",
    why: "a value that is no promise counts as settled",
    source:
      "async function f() {\n  await 1;\n  console.log('f1');\n  await 2;\n  console.log('f2');\n}\nf();\nPromise.resolve().then(() => console.log('p1')).then(() => console.log('p2'));",
    lines: lines("f1 p1 f2 p2"),
  },
  {
    name: "await of a settled promise takes one job",
    why: "PromiseResolve gives the promise itself, whose reaction is queued at once",
    source:
      "async function f() {\n  await Promise.resolve();\n  console.log('f');\n}\nf();\nqueueMicrotask(() => console.log('m'));",
    lines: lines("f m"),
  },
  {
    name: "await of an async call",
    why: "the promise settles when the callee ends; then its reaction is queued",
    source:
      "async function inner() {\n  console.log('inner');\n}\nasync function outer() {\n  await inner();\n  console.log('outer');\n}\nouter();\nqueueMicrotask(() => console.log('m'));\nconsole.log('s');",
    lines: lines("inner s outer m"),
  },
  {
    name: "returning a promise takes three jobs",
    why: "one job to call then, one for its reaction, one for who awaits: p3 is queued before",
    source:
      "async function f() {\n  return Promise.resolve();\n}\nf().then(() => console.log('f'));\nPromise.resolve().then(() => console.log('p1')).then(() => console.log('p2')).then(() => console.log('p3'));",
    lines: lines("p1 p2 f p3"),
  },
  {
    name: "return await takes two",
    why: "the await is one job, then the promise settles with a plain value",
    source:
      "async function f() {\n  return await Promise.resolve();\n}\nf().then(() => console.log('f'));\nPromise.resolve().then(() => console.log('p1')).then(() => console.log('p2'));",
    lines: lines("p1 f p2"),
  },
  {
    name: "a reaction that gives a promise",
    why: "resolving with a promise takes two jobs more than with a value",
    source:
      "Promise.resolve().then(() => Promise.resolve('x')).then((x) => console.log(x));\nPromise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3)).then(() => console.log(4));",
    lines: lines("1 2 3 x 4"),
  },
  {
    name: "resolving a new promise with a promise",
    why: "resolve(promise) queues the job that calls its then",
    source:
      "const p = Promise.resolve('p');\nnew Promise((resolve) => resolve(p)).then((v) => console.log(v));\nPromise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));",
    lines: lines("1 2 p 3"),
  },
  {
    name: "an executor runs at once",
    why: "the constructor calls it; only reactions are jobs",
    source:
      "const p = new Promise((resolve) => {\n  console.log('executor');\n  resolve('v');\n  console.log('resolved');\n});\np.then((v) => console.log(v));\nconsole.log('end');",
    lines: lines("executor resolved end v"),
  },
  {
    name: "several reactions of one promise",
    why: "settling queues them in the order in which they were added",
    source:
      "let go;\nconst p = new Promise((resolve) => {\n  go = resolve;\n});\np.then(() => console.log('a'));\np.then(() => console.log('b'));\nqueueMicrotask(() => console.log('m'));\ngo();\nqueueMicrotask(() => console.log('n'));",
    lines: lines("m a b n"),
  },
  {
    name: "catch passes through",
    why: "a missing handler is a job too, which passes on",
    source:
      "Promise.reject(new Error('x')).then(() => console.log('never')).catch((e) => console.log(e.message));\nPromise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));",
    lines: lines("1 x 2 3"),
  },
  {
    name: "finally",
    why: "it passes the value on over a promise of its own: two jobs more",
    source:
      "Promise.resolve('v').finally(() => console.log('f')).then((v) => console.log(v));\nPromise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3)).then(() => console.log(4));",
    lines: lines("f 1 2 3 v 4"),
  },
  {
    name: "throwing at an await",
    why: "a rejection goes on in one job, at the catch",
    source:
      "async function f() {\n  try {\n    await Promise.reject(new Error('no'));\n  } catch (e) {\n    console.log(e.message);\n  } finally {\n    console.log('fin');\n  }\n}\nf().then(() => console.log('done'));\nqueueMicrotask(() => console.log('m'));",
    lines: lines("no fin m done"),
  },
  {
    name: "all",
    why: "its promise settles in the job of the last element",
    source:
      "Promise.all([Promise.resolve(1), 2]).then((v) => console.log(v.join('+')));\nPromise.resolve().then(() => console.log('a')).then(() => console.log('b')).then(() => console.log('c'));",
    lines: lines("a 1+2 b c"),
  },
  {
    name: "all of async calls by map",
    why: "each runs to its first await; the last one's end settles all",
    source:
      "async function f(n) {\n  console.log(`s${n}`);\n  await null;\n  console.log(`e${n}`);\n}\nPromise.all([1, 2].map((n) => f(n))).then(() => console.log('all'));\nconsole.log('script');",
    lines: lines("s1 s2 script e1 e2 all"),
  },
  {
    name: "race and any",
    why: "each settles in the job of the first that decides it",
    source:
      "Promise.race([Promise.resolve('r'), Promise.resolve('x')]).then((v) => console.log(v));\nPromise.any([Promise.reject(new Error('n')), Promise.resolve('y')]).then((v) => console.log(v));\nqueueMicrotask(() => console.log('m'));",
    lines: lines("m r y"),
  },
  {
    name: "allSettled",
    why: "its promise settles when the last has settled, whichever way",
    source:
      "Promise.allSettled([Promise.reject(new Error('n')), 1]).then((all) => console.log(all.map((one) => one.status).join(',')));\nPromise.resolve().then(() => console.log('a')).then(() => console.log('b'));",
    lines: lines("a rejected,fulfilled b"),
  },
  {
    name: "two activations take turns",
    why: "each goes to the end of the queue at its await",
    source:
      "async function f(name) {\n  for (const n of [1, 2, 3]) {\n    console.log(`${name}${n}`);\n    await null;\n  }\n}\nf('a');\nf('b');",
    lines: lines("a1 b1 a2 b2 a3 b3"),
  },
  {
    name: "awaiting a timer",
    why: "the timer's task settles the promise; the reaction runs in the checkpoint after it, before the next timer",
    source:
      "const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));\nasync function main() {\n  await sleep(10);\n  console.log('woken');\n}\nmain();\nsetTimeout(() => console.log('timer'), 10);\nconsole.log('script');",
    lines: lines("script woken timer"),
  },
  {
    name: "in order and together",
    why: "two awaited one after the other take their sum, two begun together the longer",
    source:
      "const sleep = (ms, v) => new Promise((resolve) => setTimeout(() => resolve(v), ms));\nasync function order() {\n  console.log(await sleep(20, 'a'));\n  console.log(await sleep(20, 'b'));\n}\nasync function together() {\n  const [c, d] = [sleep(20, 'c'), sleep(300, 'd')];\n  console.log(await c);\n  console.log(await d);\n}\norder().then(together);",
    lines: lines("a b c d"),
  },
  {
    name: "an interval and its end",
    why: "each turn is a task; clearing it leaves no other",
    source:
      "let n = 0;\nconst id = setInterval(() => {\n  console.log(`i${++n}`);\n  queueMicrotask(() => console.log(`m${n}`));\n  if (n === 3) clearInterval(id);\n}, 5);",
    lines: lines("i1 m1 i2 m2 i3 m3"),
  },
  {
    name: "a cleared timer never runs",
    why: "clearTimeout takes it out of the list of active timers",
    source:
      "const id = setTimeout(() => console.log('never'), 5);\nsetTimeout(() => console.log('kept'), 10);\nclearTimeout(id);\nclearTimeout(undefined);",
    lines: lines("kept"),
  },
  {
    name: "messages in order, each with its checkpoint",
    why: "a port's messages are tasks of one source, first in, first out",
    source:
      "const { port1, port2 } = new MessageChannel();\nport2.onmessage = ({ data }) => {\n  console.log(`got${data}`);\n  Promise.resolve().then(() => console.log(`after${data}`));\n  if (data === 2) port2.close();\n};\nport1.postMessage(1);\nport1.postMessage(2);\nconsole.log('sent');",
    lines: lines("sent got1 after1 got2 after2"),
  },
  {
    name: "messages wait for a listener",
    why: "setting onmessage starts the port: what came before is delivered then",
    source:
      "const { port1, port2 } = new MessageChannel();\nport1.postMessage('m');\nsetTimeout(() => {\n  console.log('listen');\n  port2.onmessage = ({ data }) => {\n    console.log(data);\n    port2.close();\n  };\n}, 5);",
    lines: lines("listen m"),
  },
  {
    name: "nested timers",
    why: "each is set by the one before",
    source:
      "function again(n) {\n  console.log(`n${n}`);\n  if (n < 8) setTimeout(() => again(n + 1), 0);\n}\nagain(1);",
    lines: lines("n1 n2 n3 n4 n5 n6 n7 n8"),
  },
  {
    name: "an error in a timer ends only its task",
    why: "the error is reported, the loop goes on",
    source:
      "setTimeout(() => {\n  console.log('t1');\n  Promise.resolve().then(() => console.log('m1'));\n}, 5);\nsetTimeout(() => console.log('t2'), 10);",
    lines: lines("t1 m1 t2"),
  },
  {
    name: "a method and an arrow",
    why: "what kind of function is async changes nothing",
    source:
      "const o = {\n  async m() {\n    await null;\n    console.log('m');\n    return 'v';\n  },\n};\nclass C {\n  async n() {\n    console.log(await o.m());\n  }\n}\nconst f = async () => 'f';\nnew C().n();\nf().then((v) => console.log(v));",
    lines: lines("m f v"),
  },
  {
    name: "withResolvers by hand",
    why: "settling from elsewhere queues the reaction there",
    source:
      "let open;\nconst gate = new Promise((resolve) => {\n  open = resolve;\n});\nasync function waiter(n) {\n  await gate;\n  console.log(`w${n}`);\n}\nwaiter(1);\nwaiter(2);\nsetTimeout(() => {\n  console.log('open');\n  open();\n  console.log('opened');\n}, 5);",
    lines: lines("open opened w1 w2"),
  },
  {
    name: "resolved twice",
    why: "only the first call of a resolving function counts",
    source:
      "new Promise((resolve, reject) => {\n  resolve('one');\n  resolve('two');\n  reject(new Error('three'));\n}).then((v) => console.log(v));\nqueueMicrotask(() => console.log('m'));",
    lines: lines("one m"),
  },
  {
    name: "a thenable of one's own",
    why: "await calls its then in a job, and goes on one job after it resolves",
    source:
      "const thenable = {\n  then(resolve) {\n    console.log('then');\n    resolve('v');\n  },\n};\nasync function f() {\n  console.log(await thenable);\n}\nf();\nPromise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));",
    lines: lines("then 1 v 2 3"),
    isTold: false,
  },
  {
    name: "an async generator",
    why: "each item is awaited; the other chain has its turns between",
    source:
      "async function* items() {\n  yield 'x';\n  yield 'y';\n}\nasync function main() {\n  for await (const item of items()) console.log(item);\n  console.log('end');\n}\nmain();\nsetTimeout(() => console.log('timer'), 5);",
    lines: lines("x y end timer"),
    isTold: false,
  },
  {
    name: "for await over plain values",
    why: "each value is awaited in turn",
    source:
      "async function main(name) {\n  for await (const n of [1, 2]) console.log(`${name}${n}`);\n}\nmain('a');\nmain('b');",
    lines: lines("a1 b1 a2 b2"),
    isTold: false,
  },
  {
    name: "braceless bodies, labels, switch",
    why: "where a mark stands changes nothing",
    source:
      "async function f(n) {\n  if (n > 2) return n;\n  else await null;\n  outer: for (let i = 0; i < 3; i++) {\n    for (;;) {\n      if (i === 1) continue outer;\n      break;\n    }\n    console.log(`l${i}`);\n  }\n  switch (n) {\n    case 1:\n      return await f(3);\n    default:\n      console.log('never');\n  }\n}\nf(1).then((v) => console.log(v)); let done = false\ndo done = true\nwhile (!done)\nconsole.log('s')",
    lines: lines("s l0 l2 3"),
  },
];
