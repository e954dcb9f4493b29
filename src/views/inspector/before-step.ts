/** What stood in a place before the step that was looked at. Pure; undefined where it was the same or is not known. */
import type { CellSnapshot, LockSnapshot, QueueSnapshot, StateSnapshot } from "../../engine/trace/snapshot.ts";

/** The cell as it was, where its value has changed. */
export function cellBefore(before: StateSnapshot | null, cell: CellSnapshot): CellSnapshot | undefined {
  const was = before?.cells.find(({ object, key }) => object === cell.object && key?.repr === cell.key?.repr);
  return was !== undefined && was.value?.repr !== cell.value?.repr ? was : undefined;
}

/** The lock as it was, where its holder or depth has changed. */
export function lockBefore(before: StateSnapshot | null, lock: LockSnapshot): LockSnapshot | undefined {
  const was = before?.locks.find(({ object }) => object === lock.object);
  return was !== undefined && (was.holder !== lock.holder || was.depth !== lock.depth) ? was : undefined;
}

/** The queue as it was, where it has more or fewer items now. */
export function queueBefore(before: StateSnapshot | null, queue: QueueSnapshot): QueueSnapshot | undefined {
  const was = before?.queues.find(({ object }) => object === queue.object);
  return was !== undefined && was.items.length !== queue.items.length ? was : undefined;
}
