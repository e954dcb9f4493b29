import { describe, expect, it } from "vitest";
import { parseTrace } from "../testing/trace-notation.ts";
import { OBJECT_KINDS, OP_NAMES } from "./ops.ts";
import { describeEvent } from "./sentences.ts";

const both = (text: string, seq: number) => {
  const trace = parseTrace(text);
  return [describeEvent(trace, seq, "en"), describeEvent(trace, seq, "zh-CN")];
};

describe("describeEvent", () => {
  it.each([
    ["T1 read balance = 0 :5", "T1 reads balance: 0 (line 5)", "T1 读取 balance：0（第 5 行）"],
    ["T1 write counts[2] = 7", "T1 writes counts[2]: 7", "T1 写入 counts[2]：7"],
    ['T1 put q = "a"', "T1 puts 'a' into q", "T1 把 'a' 放入 q"],
    ["T1 get-wait q", "T1 waits for an item from q", "T1 阻塞，等待 q 有数据"],
    ["T1 spawn -> T2", "T1 starts the thread T2", "T1 启动线程 T2"],
    ["T1 join-wait -> T2", "T1 waits for T2 to finish", "T1 等待 T2 结束"],
    ["T1 put-wait q = 300", "T1 waits for room in q, at most 300 ms", "T1 阻塞，等待 q 有空位，最多 300 毫秒"],
    ["object f: future\nT1 task-finish f = 7", "T1 finishes f: 7", "T1 完成 f：7"],
    ["object p: pool\nT1 task-start p = 7", "T1 takes the task 7 from p", "T1 取走 p 的任务 7"],
    ["object e: event-flag\nT1 read e = true", "T1 asks whether e is set: True", "T1 询问 e 是否已设置：True"],
    ['T1 print = "a\\n"', "T1 prints: a", "T1 打印：a"],
    ["T1 sleep = 20", "T1 sleeps for 20 ms", "T1 睡眠 20 毫秒"],
    ['T1 print = "hello 世界"', "T1 prints: hello 世界", "T1 打印：hello 世界"],
    ["T1 teleport pad = 3", "T1: teleport pad: 3", "T1：teleport pad：3"],
  ])("%s", (event, english, chinese) => {
    expect(both(event, 0)).toEqual([english, chinese]);
  });

  it("names the holder of a lock that is waited for", () => {
    const text = "T1 acquire lock = 1 :3\nT2 acquire-wait lock :8";
    expect(both(text, 1)).toEqual([
      "T2 waits for lock, held by T1 (line 8)",
      "T2 阻塞，等待 lock（T1 持有）（第 8 行）",
    ]);
  });

  it("tells attributes from elements and keys", () => {
    const text = 'object account: instance\nobject ages: dict\nT1 read account["balance"] = 1\nT1 read ages["Bob"] = 2';
    expect(both(text, 0)[0]).toBe("T1 reads account.balance: 1");
    expect(both(text, 1)[0]).toBe("T1 reads ages['Bob']: 2");
  });

  it("has a sentence for every op on every kind of object, in both languages, without holes", () => {
    for (const op of OP_NAMES.slice(1)) {
      for (const kind of OBJECT_KINDS) {
        const texts = both(`object thing: ${kind}\nT1 ${op} thing = 1 -> T2 ok :4`, 0);
        const bare = both(`T1 ${op}`, 0);
        for (const text of [...texts, ...bare])
          expect(text, `${op} of ${kind}`).not.toMatch(/undefined|NaN|堵塞|\s\s| ,|：：/);
        expect(texts[1], `${op} of ${kind}`).toMatch(/[\u4e00-\u9fff]/);
      }
    }
  });
});
