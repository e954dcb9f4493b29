/** Words of step mode in Simplified Chinese. Rule: words of the glossary; full-width punctuation. */
import type { StepWords } from "./words-en.ts";

/** Between Chinese and Latin signs stands a space. */
const apart = (text: string) => (/^[\w"'(]/.test(text) ? ` ${text}` : text);

export const zh: StepWords = {
  title: "一步一步走",
  howTo: "你就是调度器：选择下一个由哪个线程走。点它，或者按它的数字键。",
  howToGoOn: "继续选，或者后退，或者让它自己走。",
  howToLoop: "事件循环按先进先出取出就绪的任务，没有可选的余地：每按一次，一个任务一直运行到它下一次等待。",
  howToAlone: "只有一个线程，没有可选的余地：每按一次走一步。轮到里面的谁、其他的为什么等，写在各条泳道旁边。",
  beginTitle: "一步一步走一遍",
  beginText: "每一步走哪个线程由你来选，任何时候都可以后退。",
  begin: "开始单步",
  opening: "正在打开",
  errorsFirst: "程序有错误。改好之后才能单步走。",
  choose: (thread, what) => `让 ${thread} 走：${what}`,
  expire: (thread) => `让 ${thread} 的等待现在结束：时间已到`,
  next: "下一步",
  timeIsUp: "时间已到",
  within: (limit) => `最多等 ${limit}`,
  nextInHistory: "历史中下一个走的是它",
  states: {
    new: "还没有启动",
    finished: "已经结束",
    failed: "因异常结束",
    stopped: "被停止",
    over: "没有要做的了",
  },
  line: (line) => `第 ${line} 行`,
  somethingNext: "继续运行",
  obstacle({ kind, object, holder, isOwn, count, of }) {
    switch (kind) {
      case "lock-held":
        if (isOwn) return `等待 ${object}，而持有它的正是自己`;
        return holder === "" ? `等待 ${object}` : `等待 ${object}（被 ${holder} 持有）`;
      case "no-permit":
        return `等待 ${object} 的许可`;
      case "queue-empty":
        return `等待数据：${object} 是空的`;
      case "queue-full":
        return `等待空位：${object} 已满，有 ${count} 项`;
      case "items-undone":
        return `等待 ${object} 的项目全部处理完：还差 ${count} 项`;
      case "flag-clear":
        return `等待 ${object} 被设置`;
      case "not-notified":
        return `在 ${object} 上等待通知`;
      case "barrier-filling":
        return `在 ${object} 处等人到齐：共 ${of} 个，已到 ${count} 个`;
      case "no-task":
        return `等待 ${object} 的任务`;
      case "pool-busy":
        return `等待 ${object} 的线程全部离开：还有 ${count} 个`;
      case "future-pending":
        return `等待 ${object} 的结果`;
      case "loop-idle":
        return "事件循环里没有就绪的任务：等待定时器或消息";
      case "thread-running":
        return `等待 ${holder} 结束`;
      case "interpreter-held":
        return `等待全局解释器锁（被 ${holder} 持有）`;
      case "computing":
        return "一直在计算，走不到下一步";
    }
  },
  barLabel: "现在的情况",
  stepSays: (step, sentence) => `第 ${step} 步：${sentence}`,
  then: (rest) => `，随后${apart(rest)}`,
  wentOn: (thread) => `${thread} 继续运行，这一步其他线程看不到`,
  atStart: "第一步之前",
  ended: "所有线程都已结束",
  stuck: "谁也走不下去了",
  failedEnd: "有线程因异常结束",
  waitsBecause: (thread, why) => `${thread} ${why}`,
  misfitTitle: (step) => `这个调度序列从第 ${step} 步起与程序不符`,
  misfit: (thread, why, because) => {
    switch (why) {
      case "no-thread":
        return `它提到的 ${thread} 并不存在。`;
      case "ended":
        return `它让 ${thread} 走，而那时 ${thread} 已经结束。`;
      case "blocked":
        return `它让 ${thread} 走，而 ${thread} 走不了：${because}。`;
      case "no-timed-wait":
        return `它让 ${thread} 的等待结束，而 ${thread} 并没有在限时等待。`;
      case "over":
        return "那时所有线程都已结束，或者谁也走不下去了。";
    }
  },
  misfitRest: "这里显示的是在那之前的各步。",
  notReachedAnyMore: "一直走到结束，也没有再出现。",
  controls: "在历史中移动",
  toStart: "回到开头",
  back: "后退",
  backHint: "后退一步（,）",
  forward: "前进",
  forwardHint: "沿历史前进一步（.）",
  toEnd: "到历史的最后一步",
  position: (at, of) => `第 ${at} 步，共 ${of} 步`,
  slider: "步",
  play: "自动走",
  pause: "暂停",
  playHint: "一步一步由随机来选（空格键）",
  speed: "速度",
  perSecond: (steps) => `每秒 ${steps} 步`,
  seed: "种子",
  seedHint: "用哪一种随机：种子相同，选择就相同",
  anotherSeed: "换一个种子",
  runTo: "走到",
  runToGo: "走",
  targets: {
    write: "下一次写入",
    read: "下一次读取",
    lock: "下一次获取锁",
    wait: "下一次等待",
    print: "下一次打印",
    finish: "下一个线程结束",
    finding: "下一个发现",
    line: "某一行",
    end: "结束",
  },
  lineNumber: "行号",
  lineHint: "点程序左边的行号也一样",
  working: "正在走",
  inside: "这一行里面",
  insideHint: "一行 Python 是好几条字节码。线程只会停在某一步之前，就是这里标出的位置。",
  open: "显示字节码",
  close: "收起字节码",
  nextPart: "下一步",
  said: (position, what) => `${position}。${what}`,
  canGo: (threads) => `可以走的有：${threads}。`,
  confirm: "在真实线程上验证",
  confirmHint: "由真实的工作线程照样走一遍，每一个都在门前等着轮到自己",
  confirming: "在真实线程上",
  confirmWait: "工作线程正在就位",
  workerAt: (thread, state, line) => `${thread} ${state}${line === "" ? "" : `，第 ${line} 行`}`,
  confirmed: (steps, _, text) => `已验证：${text} 个真实线程走完了全部 ${steps} 步，每个事件都相同。`,
  notConfirmed: (step) => `没有通过：第 ${step} 步时真实线程做了别的事。`,
  dismiss: "关闭",
  whatIf: (step, thread) => `如果把第 ${step} 步（${thread}）`,
  whatIfHint: "移动历史中的一个选择，旁边走出它会带来的结果",
  whatIfLabel: "移动一个选择",
  earlier: "提前",
  later: "推后",
  whatIfTitle: (step, thread, place) => `如果把 ${thread} 的第 ${step} 步挪到第 ${place} 步？`,
  whatIfPlaying: "正在走另一种顺序",
  asItWas: "原来的",
  moved: "移动后",
  apart: (step) => `从第 ${step} 步起两者不同。`,
  notApart: "两者相同。",
  leftAt: (step, why, seed) => `移动后的顺序走到第 ${step} 步就走不通了：${why}之后由随机继续，种子 ${seed}。`,
  endsWith: (outcome) => `结果是 ${outcome}`,
  sameOutcome: "结果一样。",
  otherOutcome: "结果不同。",
  takeIt: "改走移动后的顺序",
  stepNumber: (step) => `第 ${step} 步`,
  moreSteps: (count) => `还有 ${count} 步`,
  challenge: "挑战",
  challengeHint: "先弄坏，再修好",
  challengeTitle: "先弄坏，再修好",
  breakIt: "你是调度器：找出一种会出错的顺序。",
  searching: "正在查最少要几步。",
  possible: (_, text) => `${text} 步就能做到。`,
  possibleAtMost: (text) => `${text} 步就能做到，也许还可以更少。`,
  unbreakable: "这个程序无论什么顺序都正确，弄不坏。换一换参数吧。",
  noneFound: "在限定的时间里没有找到会失败的顺序，但也许存在。",
  took: (steps) => `你用 ${steps} 步弄坏了它。`,
  tookPossible: (possible, steps) => `${possible} 步就够，你走了 ${steps} 步。`,
  tookBest: (steps) => `你用 ${steps} 步弄坏了它：没有比这更少的。`,
  toMending: "现在修好它",
  showMe: "给我看一种",
  mendIt: "改程序或者参数，让任何顺序都不失败，然后检查所有顺序。",
  check: "检查所有顺序",
  checking: "正在走每一种顺序",
  unchanged: "还什么都没有改。",
  changedSince: "之后又改过了，请再检查。",
  mended: (orders) => `修好了：${orders} 种有区别的顺序，结果全部正确。`,
  stillFails: (failing, orders) => `还不行：${orders} 种顺序里有 ${failing} 种失败。`,
  stepFailing: "一步一步看其中一种",
  notAll: (orders) => `${orders} 种顺序都没有失败，但时间不够走完全部。`,
  cannotJudge: (names) => `无法判断：程序里已经没有 ${names}。`,
  endChallenge: "结束挑战",
};
