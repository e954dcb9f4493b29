/**
 * Coroutines that go to another thread's loop (`run_coroutine_threadsafe`) before they have begun: what their frame holds, as values.
 * Rule: a frame belongs to one machine; whoever posts the parcel gives the frame up, the loop's machine makes it anew.
 */
import { type CompiledProgram } from "../bytecode.ts";
import { Frame, FRAME_STATE, PUSHED, type Slot } from "../frames.ts";
import type { Host } from "../native.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { LoopIterator } from "../callables.ts";
import { isGeneratorObject } from "../objects/generators.ts";

/** The parcels of those among `values` that are coroutines nobody has begun. */
export function packCoroutines(host: Host, values: readonly Value[]): PyTuple {
  return new PyTuple(
    values.flatMap((value) => {
      if (!(value instanceof PyRef) || !isGeneratorObject(host.heap, value)) return [];
      const frame = host.framesByGenerator.get(value.at);
      return frame?.state === FRAME_STATE.CREATED &&
        !frame.slots.slice(0, frame.sp).some((slot) => slot instanceof LoopIterator)
        ? [pack(value, frame)]
        : [];
    }),
  );
}

function pack(coroutine: PyRef, frame: Frame): PyTuple {
  // A hole is None, all else a tuple of one.
  const slots = frame.slots
    .slice(0, frame.sp)
    .map((slot) => (slot === undefined ? null : new PyTuple([slot as Value])));
  const numbers = [frame.code.id, frame.pc, frame.sp, frame.madeAt];
  return new PyTuple([coroutine, new PyTuple(numbers), new PyTuple(slots), new PyTuple(frame.closure)]);
}

/** The parcels have been posted: their frames are no longer this machine's. */
export function giveUp(host: Host, { items }: PyTuple): void {
  for (const parcel of items) host.framesByGenerator.delete(((parcel as PyTuple).items[0] as PyRef).at);
}

/** The frame of a parcel, for the machine that runs it. */
export function unpack({ codes }: CompiledProgram, parcel: PyTuple): Frame {
  const [coroutine, numbers, slots, closure] = parcel.items as [PyRef, PyTuple, PyTuple, PyTuple];
  const [code, pc, sp, madeAt] = numbers.items as number[];
  const made = new Array<Slot>(codes[code].frameSize);
  slots.items.forEach((slot, i) => {
    if (slot !== null) made[i] = (slot as PyTuple).items[0];
  });
  const frame = new Frame(codes[code], made, null, PUSHED, closure.items);
  frame.pc = pc;
  frame.sp = sp;
  frame.madeAt = madeAt;
  frame.generator = coroutine.at;
  return frame;
}
