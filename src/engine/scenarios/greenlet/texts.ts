/** Words of `greenlet`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Greenlets switch by hand",
    summary:
      "Two greenlets say themselves when the other goes on: A, B, A, B. Each has a stack of its own, so it can switch from deep inside a call.",
    lookFor: [
      "Two lanes inside the main thread’s; every arrow between them is one `switch`.",
      "Choose “inside a called function”: the switch happens in `pause`, two calls deep, and comes back there.",
      "Choose “a generator’s yield”: nobody pauses. A `yield` leaves only its own function, never the one that called it.",
      "B never comes to its end: when A’s function ends, control goes to the main greenlet.",
    ],
    explanation: [
      "A greenlet is a stack of calls. `switch` puts the running stack aside, whole, and goes on with another. Nothing ever switches by itself: no clock, no scheduler.",
      "A generator is one frame. It can stop only in its own body; a function that it calls cannot stop for it. That is why `async def` spreads: every function on the way has to be a coroutine.",
      "When a greenlet’s function returns, its parent goes on with the returned value. The parent is the greenlet that made it.",
    ],
    thenAndNow: [
      "The notes use greenlet 0.4 on Python 3; its `switch` is the same today. In the page the greenlets are stacks of our own machine; at home `pip install greenlet` does it with a little assembler.",
    ],
  },
  "zh-CN": {
    title: "greenlet 手动切换",
    summary:
      "两个 greenlet 自己决定什么时候切换到对方：A、B、A、B。每个都有自己的调用栈，所以在很深的函数调用里也能切换。",
    lookFor: [
      "主线程的泳道里有两条泳道，它们之间每个箭头都是一次 `switch`。",
      "选“在被调用的函数里切换”：切换发生在两层调用深的 `pause` 里，回来时也回到那里。",
      "选“换成生成器的 yield”：谁也没有停下。`yield` 只离开它自己所在的函数，离不开调用它的函数。",
      "B 没有走到结尾：A 的函数结束时，控制交给主 greenlet。",
    ],
    explanation: [
      "greenlet 就是一个调用栈。`switch` 把正在运行的栈整个放到一边，让另一个栈继续。切换从不自动发生：没有时钟，也没有调度器。",
      "生成器只有一个栈帧，只能停在自己的函数体里，它调用的函数不能替它停下。所以 `async def` 会一层层传上去：一路上的每个函数都得是协程。",
      "greenlet 的函数返回时，由它的父 greenlet 带着返回值继续。父 greenlet 就是创建它的那个。",
    ],
    thenAndNow: [
      "讲义用 greenlet 0.4；`switch` 到今天没有变。这里的 greenlet 是我们自己的虚拟机里的调用栈；在自己的电脑上 `pip install greenlet`，它用少量汇编代码完成切换。",
    ],
  },
};

export const figures: readonly Figure[] = [
  { certainty: "always", text: { en: "A, B, A, B: strictly by turns.", "zh-CN": "A、B、A、B：严格轮流。" } },
];

export const prediction: Prediction = {
  question: {
    en: "`a` calls `pause`, and only `pause` calls `switch`. Where does `a` go on when B switches back?",
    "zh-CN": "`a` 调用 `pause`，只有 `pause` 里调用 `switch`。B 切回来时，`a` 从哪里继续？",
  },
  answers: [
    {
      right: true,
      text: { en: "Inside `pause`, which then returns to `a`", "zh-CN": "在 `pause` 里面，然后返回到 `a`" },
      says: {
        en: "Right: the whole stack was put aside, both calls of it.",
        "zh-CN": "对：整个栈都放到了一边，两层调用都在。",
      },
    },
    {
      right: false,
      text: { en: "At the start of `a`", "zh-CN": "从 `a` 的开头" },
      says: {
        en: "A switch starts nothing anew; only the first one begins the function.",
        "zh-CN": "切换不会重新开始；只有第一次切换才从头执行函数。",
      },
    },
    {
      right: false,
      text: { en: "Nowhere: a switch in a called function is an error", "zh-CN": "不行：在被调用的函数里切换是错误" },
      says: {
        en: "That holds for a generator’s `yield`. A greenlet has a stack of its own.",
        "zh-CN": "那是生成器的 `yield` 的限制。greenlet 有自己的栈。",
      },
    },
  ],
};
