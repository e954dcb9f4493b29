/** Simplified Chinese sentences for events; words as in the glossary (阻塞, 获取, 释放…). Rule: thread first, full-width punctuation. */
import { OP_NAMES, type OpName } from "./ops.ts";
import { chineseLoopClause } from "./sentences-loop.ts";
import type { SentenceBook, SentenceParts } from "./sentences.ts";

type Clause = (p: SentenceParts) => string;

const after = (text: string, sign: string) => (text === "" ? "" : `${sign}${text}`);
const on = (p: SentenceParts) => (p.place === "" ? "" : ` ${p.place}`);
const taskOf = (p: SentenceParts) =>
  `${p.place === "" ? "" : ` ${p.place} 的`}${p.value === "" ? "一个任务" : `任务 ${p.value}`}`;
const item = (p: SentenceParts, otherwise: string) => (p.value === "" ? otherwise : ` ${p.value} `);

function depthNote(p: SentenceParts): string {
  if (p.value === "" || p.kind === "lock" || p.kind === "gil") return "";
  if (p.kind === "semaphore") return `（剩余 ${p.value} 个许可）`;
  if (p.kind === "rwlock") return p.value.includes("write") ? "（写）" : "（读）";
  return `（层数 ${p.value}）`;
}

/** How long a wait may last, where it has a limit. */
const limit = (p: SentenceParts) => (p.value === "" ? "" : `，最多 ${p.value} 毫秒`);

function waitClause(p: SentenceParts): string {
  if (p.kind === "condition") return `${p.thread} 在 ${p.place} 上等待，并释放它的锁`;
  if (p.kind === "future") return `${p.thread} 等待 ${p.place} 的结果${limit(p)}`;
  return `${p.thread} 等待 ${p.place} 被设置${limit(p)}`;
}

function wokenClause(p: SentenceParts): string {
  if (p.kind === "condition") return `${p.thread} 在 ${p.place} 上收到通知`;
  if (p.kind === "future") return `${p.thread} 得到 ${p.place} 的结果${after(p.value, "：")}`;
  return `${p.thread} 看到 ${p.place} 已设置，继续运行`;
}

function joinTarget(p: SentenceParts): string {
  if (p.other !== "") return `${p.other} 结束`;
  if (p.kind === "pool") return `${p.place} 的工作线程结束`;
  return `${p.place} 的所有项目处理完`;
}

function joinClause(p: SentenceParts): string {
  if (p.other !== "") return `${p.thread} 等到 ${p.other} 结束`;
  if (p.kind === "pool") return `${p.thread} 等到 ${p.place} 的工作线程全部结束`;
  return `${p.thread} 等到 ${p.place} 的所有项目处理完`;
}

function refusedClause(p: SentenceParts): string {
  if (p.kind?.includes("queue") === true) return `${p.place} 拒绝了 ${p.thread}：不能立即放入或取出`;
  if (p.kind === "pool") return `${p.place} 拒绝了 ${p.thread} 的任务`;
  return `${p.thread} 没能立即获取 ${p.place}，不等它，继续运行`;
}

function exchangeClause(p: SentenceParts): string {
  const outcome = p.ok === false ? "失败：它已经变了" : "成功";
  return `${p.thread} 比较并交换 ${p.place}${after(p.value, " 为 ")}，${outcome}`;
}

function endClause(p: SentenceParts, verb: string): string {
  if (p.kind === "future") return `${p.thread} ${verb} ${p.place}${after(p.value, "：")}`;
  return `${p.thread} ${verb}${taskOf(p)}`;
}

/** Of a primitive a read is a question about it. */
function readClause(p: SentenceParts): string {
  switch (p.kind) {
    case "lock":
    case "rlock":
      return `${p.thread} 询问 ${p.place} 是否被持有${after(p.value, "：")}`;
    case "event-flag":
      return `${p.thread} 询问 ${p.place} 是否已设置${after(p.value, "：")}`;
    case "queue":
    case "lifo-queue":
    case "priority-queue":
      return `${p.thread} 询问 ${p.place} 里有几项${after(p.value, "：")}`;
    case "future":
      return `${p.thread} 询问 ${p.place} 进行到哪一步`;
    default:
      return `${p.thread} 读取${on(p)}${after(p.value, "：")}`;
  }
}

function suspendClause(p: SentenceParts): string {
  if (p.other !== "") return `${p.thread} 等待 ${p.other}，让其他任务运行`;
  if (p.place !== "") return `${p.thread} 等待 ${p.place}，让其他任务运行`;
  if (p.value !== "") return `${p.thread} 等待睡眠 ${p.value} 毫秒，让其他任务运行`;
  return `${p.thread} 让其他任务运行`;
}

const CLAUSES: Readonly<Record<OpName, Clause>> = {
  start: (p) => `${p.thread} 开始运行`,
  finish: (p) => `${p.thread} 结束`,
  spawn: (p) => `${p.thread} 启动线程 ${p.other}`,
  "join-wait": (p) => `${p.thread} 等待 ${joinTarget(p)}${limit(p)}`,
  join: joinClause,
  "join-timeout": (p) => `${p.thread} 不再等待 ${joinTarget(p)}：时间已到`,
  sleep: (p) => `${p.thread} 睡眠${p.value === "" ? "" : ` ${p.value} 毫秒`}`,
  wake: (p) => `${p.thread} 醒来`,
  compute: (p) => `${p.thread} 计算${p.value === "" ? "" : ` ${p.value} 毫秒`}`,
  print: (p) => `${p.thread} 打印${after(p.text, "：")}`,
  raise: (p) => `${p.thread} 抛出${p.text === "" ? "异常" : ` ${p.text}`}`,
  read: readClause,
  write: (p) => `${p.thread} 写入${on(p)}${after(p.value, "：")}`,
  update: (p) => `${p.thread} 一步更新${on(p)}${after(p.value, "：")}`,
  "compare-exchange": exchangeClause,
  "local-read": (p) => `${p.thread} 读取自己的${on(p)}${after(p.value, "：")}`,
  "local-write": (p) => `${p.thread} 写入自己的${on(p)}${after(p.value, "：")}`,
  "acquire-wait": (p) => `${p.thread} 阻塞，等待 ${p.place}${p.holder === "" ? "" : `（${p.holder} 持有）`}${limit(p)}`,
  acquire: (p) => `${p.thread} 获取 ${p.place}${depthNote(p)}`,
  "acquire-timeout": (p) => `${p.thread} 不再等待 ${p.place}：时间已到`,
  refused: refusedClause,
  release: (p) => `${p.thread} 释放 ${p.place}${depthNote(p)}`,
  wait: waitClause,
  notify: (p) => `${p.thread} 通知 ${p.place}${p.value === "" ? "" : `：唤醒 ${p.value} 个线程`}`,
  woken: wokenClause,
  "wait-timeout": (p) => `${p.thread} 不再等待 ${p.place}：时间已到`,
  set: (p) => (p.kind === "future" ? `${p.thread} 给出 ${p.place} 的结果` : `${p.thread} 设置 ${p.place}`),
  clear: (p) => `${p.thread} 清除 ${p.place}`,
  arrive: (p) => `${p.thread} 到达 ${p.place}`,
  pass: (p) => `${p.thread} 通过 ${p.place}：人到齐了`,
  broken: (p) => `${p.thread} 发现 ${p.place} 已损坏`,
  reset: (p) => `${p.thread} 重置 ${p.place}`,
  "put-wait": (p) => `${p.thread} 阻塞，等待 ${p.place} 有空位${limit(p)}`,
  put: (p) => `${p.thread} 把${item(p, "一项")}放入 ${p.place}`,
  "put-timeout": (p) => `${p.thread} 不再等待 ${p.place} 的空位：时间已到`,
  "get-wait": (p) => `${p.thread} 阻塞，等待 ${p.place} 有数据${limit(p)}`,
  get: (p) => `${p.thread} 从 ${p.place} 取出${p.value === "" ? "一项" : ` ${p.value}`}`,
  "get-timeout": (p) => `${p.thread} 不再等待 ${p.place} 的数据：时间已到`,
  "task-done": (p) => `${p.thread} 告诉 ${p.place} 有一项处理完了`,
  shutdown: (p) => `${p.thread} 关停 ${p.place}`,
  steal: (p) => `${p.thread} 从 ${p.place} 偷取${p.value === "" ? "一项" : ` ${p.value}`}`,
  send: (p) =>
    p.other !== ""
      ? `${p.thread} 把 ${p.value || "None"} 发给 ${p.other}`
      : `${p.thread}${p.place === "" ? "" : ` 通过 ${p.place}`} 发送${after(p.value, " ")}`,
  "recv-wait": (p) => `${p.thread} 阻塞，等待从 ${p.place} 接收`,
  recv: (p) => `${p.thread} 从 ${p.place} 接收${after(p.value, " ")}`,
  drop: (p) => `${p.place} 丢失了${p.value === "" ? "一项" : ` ${p.value}`}`,
  close: (p) => `${p.thread} 关闭 ${p.place}`,
  eof: (p) => `${p.thread} 读到 ${p.place} 的结尾`,
  submit: (p) => `${p.thread} 向 ${p.place} 提交${p.value === "" ? "一个任务" : `任务 ${p.value}`}`,
  "task-start": (p) => (p.kind === "future" ? `${p.thread} 开始执行 ${p.place}` : `${p.thread} 取走${taskOf(p)}`),
  "task-finish": (p) => endClause(p, "完成"),
  "task-fail": (p) => endClause(p, "没能完成"),
  terminate: (p) => `${p.thread} 终止 ${p.place}`,
  fork: (p) => `${p.thread} 复制出进程 ${p.other}`,
  exit: (p) => `${p.thread} 退出${p.value === "" ? "" : `，退出码 ${p.value}`}`,
  kill: (p) => `${p.thread} 杀死 ${p.other}`,
  connect: (p) => `${p.thread} 连接 ${p.place}`,
  "auth-refused": (p) => `${p.place} 拒绝了 ${p.thread} 的密钥`,
  "task-create": (p) => `${p.thread} 创建${after(p.other === "" ? p.value : p.other, " ") || "一个任务"}`,
  "task-run": (p) => `${p.thread} 运行`,
  "task-suspend": suspendClause,
  "task-wake": (p) => (p.other === "" ? `${p.thread} 重新就绪` : `${p.thread} 让 ${p.other} 重新就绪`),
  "task-cancel": (p) => `${p.thread} 取消${after(p.other === "" ? p.place : p.other, " ") || "一个任务"}`,
  "timer-set": (p) => `${p.thread} 设置定时器${p.value === "" ? "" : `：${p.value} 毫秒`}`,
  "timer-fire": (p) => `${p.thread} 的定时器到时`,
  "select-wait": (p) => `${p.thread} 睡眠，直到定时器到时或有消息`,
  "select-return": (p) => `${p.thread} 又有事可做`,
  yield: (p) => `${p.thread}${after(p.other, " 向 ")} 产出 ${p.value || "None"}`,
  throw: (p) => `${p.thread}${after(p.other || p.place, " 向 ")} 抛入${after(p.value, " ")}`,
  switch: (p) => `${p.thread} 切换到 ${p.other}${after(p.value, "，带着 ")}`,
  progress: (p) => `${p.thread} 报告进度${after(p.value, "：")}`,
  request: (p) => `${p.thread} 请求${on(p)}${p.value === "" ? "" : `：${p.value}`}`,
  grant: (p) => `${p.thread} 批准${on(p)}${p.value === "" ? "" : `：${p.value}`}`,
  call: (p) => `${p.thread} 调用${p.other === "" ? "一个函数" : ` ${p.other}`}，它立刻在同一个调用栈上运行`,
  return: (p) => `${p.thread} 继续运行：${p.other || "那个函数"}已把控制权交还`,
};

const isKnown = (op: string): op is OpName => op !== "" && (OP_NAMES as readonly string[]).includes(op);

export const CHINESE: SentenceBook = {
  something: "某个对象",
  clause: (p) =>
    chineseLoopClause(p) ?? (isKnown(p.op) ? CLAUSES[p.op](p) : `${p.thread}：${p.op}${on(p)}${after(p.value, "：")}`),
  withLine: (clause, line) => `${clause}（第 ${line} 行）`,
};
