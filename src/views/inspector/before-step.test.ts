import { describe, expect, it } from "vitest";
import type { CellSnapshot, StateSnapshot } from "../../engine/trace/snapshot.ts";
import { cellBefore, lockBefore, queueBefore } from "./before-step.ts";

const nothing: StateSnapshot = { seq: 0, t: 0, cells: [], locks: [], queues: [], pools: [], loops: [], threads: [] };
const value = (plain: number) => ({ repr: String(plain), plain });
const cell = (plain: number, key?: number): CellSnapshot => ({
  object: 1,
  name: "counts",
  kind: "list",
  ...(key === undefined ? {} : { key: value(key) }),
  value: value(plain),
  writer: null,
  writtenAt: null,
});
const lock = (holder: number | null, depth = holder === null ? 0 : 1) =>
  ({ object: 2, name: "lock", kind: "rlock", holder, depth, waiters: [], holderEnded: false }) as const;
const queue = (items: number) =>
  ({
    object: 3,
    name: "q",
    kind: "queue",
    capacity: 3,
    items: Array.from({ length: items }, (_, at) => value(at)),
    putters: [],
    getters: [],
    unfinished: 0,
  }) as const;

describe("before the step", () => {
  it("a cell's value is told where it changed, element by element", () => {
    const before = { ...nothing, cells: [cell(5, 0), cell(7, 1)] };
    expect(cellBefore(before, cell(6, 0))?.value?.repr).toBe("5");
    expect(cellBefore(before, cell(7, 1))).toBeUndefined();
    expect(cellBefore(before, cell(7, 2))).toBeUndefined();
    expect(cellBefore(null, cell(7, 1))).toBeUndefined();
  });

  it("a lock's holder and depth are told where they changed", () => {
    expect(lockBefore({ ...nothing, locks: [lock(null)] }, lock(1))?.holder).toBeNull();
    expect(lockBefore({ ...nothing, locks: [lock(1, 1)] }, lock(1, 2))?.depth).toBe(1);
    expect(lockBefore({ ...nothing, locks: [lock(1)] }, lock(1))).toBeUndefined();
  });

  it("a queue's fill is told where it changed", () => {
    expect(queueBefore({ ...nothing, queues: [queue(1)] }, queue(2))?.items).toHaveLength(1);
    expect(queueBefore({ ...nothing, queues: [queue(2)] }, queue(2))).toBeUndefined();
  });
});
