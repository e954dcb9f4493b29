/** Chinese for what is said of a JavaScript listing that does not run. Rule: a sentence that is not here stays in English, never half and half. */

const SENTENCES: ReadonlyMap<string, string> = new Map([
  ["a listing stands alone: import and export are not available here", "程序是独立的：这里不能用 import 和 export"],
  ["Write what you need into the listing.", "把需要的代码直接写进程序里。"],
  ["import.meta is not available here", "这里没有 import.meta"],
  ["Write it without.", "不用它来写。"],
  ["await stands outside an async function", "await 写在了 async 函数外面"],
  ["for await stands outside an async function", "for await 写在了 async 函数外面"],
  ["Put it into an async function main() and call main().", "放进 async function main() 里，再调用 main()。"],
  ["Choose another name.", "换一个名字。"],
]);

/** Why a name is refused, and what to write instead. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["the page's document: a worker has none", "网页文档：worker 里没有"],
  ["Print with console.log and look at the lanes.", "用 console.log 打印，再看泳道。"],
  ["the network: how long an answer takes is bounded by nobody", "网络：回答要多久，没有人能限定"],
  ["Wait with setTimeout in place of an answer.", "用 setTimeout 的等待代替回答。"],
  ["another worker: the listing runs in one of its own", "另一个 worker：程序已经在自己的 worker 里运行"],
  ["Use setTimeout or MessageChannel to make tasks.", "用 setTimeout 或 MessageChannel 产生任务。"],
  ["storage that outlives the run", "运行结束后仍然保留的存储"],
  ["Keep values in variables.", "把值放在变量里。"],
  ["code made from a text: it cannot be recorded", "由文本生成的代码：无法记录"],
  ["Write the code into the listing.", "把代码直接写进程序里。"],
  ["the global object as a value", "把全局对象当作值"],
  ["Use the names themselves, such as setTimeout.", "直接使用名字，例如 setTimeout。"],
  ["shared memory and blocking waits: the loop would stand still", "共享内存和阻塞等待：事件循环会停住"],
  ["Await a promise instead.", "改为 await 一个 Promise。"],
  ["frames and idle times: a worker's loop has none to record", "动画帧和空闲时间：worker 的事件循环里没有"],
  ["Use setTimeout to make tasks.", "用 setTimeout 产生任务。"],
  ["the garbage collector's callbacks: when they come is not told", "垃圾回收的回调：什么时候来无法知道"],
  ["something that this worker does not have", "这个 worker 里没有的东西"],
]);

/** What the parser says most often. */
const SYNTAX: readonly (readonly [RegExp, string])[] = [
  [/^Unexpected token$/, "意外的符号"],
  [/^Unexpected character '(.+)'$/, "意外的字符“$1”"],
  [/^Identifier '(.+)' has already been declared$/, "“$1”已经声明过了"],
  [/^Unterminated string constant$/, "字符串没有结束"],
  [/^Unterminated template$/, "模板字符串没有结束"],
  [/^Unterminated comment$/, "注释没有结束"],
  [/^Assigning to rvalue$/, "等号左边不能赋值"],
  [/^The keyword '(.+)' is reserved$/, "“$1”是保留的关键字"],
  [/^'return' outside of function$/, "return 写在了函数外面"],
  [/^Missing initializer in const declaration$/, "const 声明缺少初始值"],
  [/^Invalid number$/, "数字写得不对"],
  [/^Missing catch or finally clause$/, "try 后面缺少 catch 或 finally"],
  [/^Unsyntactic (break|continue)$/, "$1 写在了循环外面"],
];

const NOT_AVAILABLE = /^(\S+) is not available here: (.+)$/;
const TAKEN = /^names with (.+) are taken by the recorder$/;

/** undefined where it is not known in Chinese. */
export function toChinese(sentence: string): string | undefined {
  const known = SENTENCES.get(sentence) ?? REASONS.get(sentence);
  if (known !== undefined) return known;
  const [refused, name, why] = NOT_AVAILABLE.exec(sentence) ?? [];
  if (refused !== undefined) {
    const reason = REASONS.get(why);
    return reason === undefined ? undefined : `这里不能用 ${name}：${reason}`;
  }
  if (TAKEN.test(sentence)) return sentence.replace(TAKEN, "带 $1 的名字留给记录器用");
  const [pattern, chinese] = SYNTAX.find(([one]) => one.test(sentence)) ?? [];
  return pattern === undefined || chinese === undefined ? undefined : sentence.replace(pattern, chinese);
}
