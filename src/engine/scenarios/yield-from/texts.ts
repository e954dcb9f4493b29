/** Words of `yield-from`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "yield from hands over",
    summary:
      "`yield titles` gives one list. `yield from titles` gives its three items, and lets a caller and a sub-generator talk straight through the one between them.",
    lookFor: [
      "`yield titles`: one item arrives, the whole list. `yield from titles`: three items arrive.",
      "Choose “caller, delegating and sub-generator”: three lanes. Every `send` passes through the middle one to the innermost.",
      "The delegating generator prints nothing until the sub-generator has returned: it does not see the values that pass through.",
      "The sub-generator’s return value becomes the value of the `yield from`; the caller meets the last one in StopIteration.",
    ],
    explanation: [
      "`yield from x` is more than a loop of yields. While it lasts, what the caller sends or throws goes straight to `x`, and what `x` yields goes straight to the caller.",
      "When the sub-generator returns, its StopIteration is caught and its value becomes the value of the whole `yield from` expression. With a plain loop of yields that value would be lost.",
      "`await` is built on exactly this: a chain of coroutines, each delegating to the next, and at the far end something that really waits.",
    ],
    thenAndNow: [
      "In the notes `yield from` still marks a coroutine that waits for another. Today that is `await`, and `yield from` stays for generators. Inside `async def` a `yield from` is a SyntaxError.",
    ],
  },
  "zh-CN": {
    title: "yield from 转交",
    summary:
      "`yield titles` 给出一个列表。`yield from titles` 给出它的三个元素，还让调用方和子生成器越过中间的委托生成器，直接传值。",
    lookFor: [
      "`yield titles`：只来了一项，就是整个列表。`yield from titles`：来了三项。",
      "选“调用方、委托生成器、子生成器”：有三条泳道。每次 `send` 都穿过中间那条，到达最里面那条。",
      "子生成器返回之前，委托生成器什么也不打印：经过它的值，它看不见。",
      "子生成器的返回值成为 `yield from` 的值；最后一个由调用方在 StopIteration 里拿到。",
    ],
    explanation: [
      "`yield from x` 不只是一个 yield 的循环。在它进行期间，调用方送进或抛入的东西直接到 `x`，`x` 产出的东西直接到调用方。",
      "子生成器返回时，它的 StopIteration 被接住，其中的值成为整个 `yield from` 表达式的值。换成普通循环，这个值就丢了。",
      "`await` 正是建立在这上面：一串协程，一个转交给下一个，最里层才是真正在等待的操作。",
    ],
    thenAndNow: [
      "讲义里还用 `yield from` 表示协程等待另一个协程。现在用 `await`，`yield from` 只留给生成器；在 `async def` 里写 `yield from` 是 SyntaxError。",
    ],
  },
};

export const figures: readonly Figure[] = [
  { certainty: "always", text: { en: "One list against three items.", "zh-CN": "一个列表，对三个元素。" } },
  {
    certainty: "always",
    text: {
      en: "2 and 3 are sent through the delegating generator: the sum is 5.",
      "zh-CN": "2 和 3 穿过委托生成器送进去：和是 5。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "`titles` has three items. How many items does `list(chapters())` get from `yield titles`?",
    "zh-CN": "`titles` 有三个元素。`yield titles` 会让 `list(chapters())` 得到几项？",
  },
  answers: [
    {
      right: true,
      text: { en: "One: the list itself", "zh-CN": "一项：列表本身" },
      says: { en: "Right. `yield from titles` would give three.", "zh-CN": "对。`yield from titles` 才给三项。" },
    },
    {
      right: false,
      text: { en: "Three", "zh-CN": "三项" },
      says: {
        en: "A `yield` gives exactly what stands behind it, once. Taking it apart is what `from` adds.",
        "zh-CN": "`yield` 只把后面的东西原样给出一次；把它拆开是 `from` 的作用。",
      },
    },
    {
      right: false,
      text: {
        en: "None: a generator gives nothing until next is called",
        "zh-CN": "零项：不调用 next，生成器什么也不给",
      },
      says: {
        en: "`list()` calls `next` for you until StopIteration.",
        "zh-CN": "`list()` 会替你一直调用 `next`，直到 StopIteration。",
      },
    },
  ],
};
