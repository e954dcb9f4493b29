/**
 * Instructions that build and take apart containers, those of displays, stars and comprehensions.
 * Rule: as in `machine-rare.ts`, a method is one instruction on the frame's own stack; false means "stop here", and then it runs again.
 */
import { ACTION, type Frame, PUSHED, type Return } from "./frames.ts";
import { MachineEntries } from "./machine-entries.ts";
import { type NativeResult, SUSPEND } from "./native.ts";
import type { PyTuple, Value } from "./values.ts";

/** The result is of no use to the frame. */
const DROPPED: Return = { thens: null, action: ACTION.DROP, argument: 0 };
/** The items of the result are pushed. */
export const UNPACKED: Return = { thens: null, action: ACTION.UNPACK, argument: 0 };

export abstract class MachineBuilding extends MachineEntries {
  /** Ends an instruction of `operands`: brings its result where it belongs, or has it run again from its start. */
  protected settle(frame: Frame, operands: number, result: NativeResult, returns: Return = PUSHED): boolean {
    if (result === SUSPEND) {
      frame.pc--;
      return false;
    }
    frame.sp -= operands;
    return this.deliver(result, returns);
  }

  protected settleDropped(frame: Frame, operands: number, result: NativeResult): boolean {
    return this.settle(frame, operands, result, DROPPED);
  }

  /** The value that lies `depth` places below the top, which is at depth 1. */
  protected peek(frame: Frame, depth: number): Value {
    return frame.slots[frame.sp - depth] as Value;
  }

  // —— displays ——

  protected buildSet(frame: Frame, count: number): boolean {
    return this.settle(frame, count, this.objects.makeSet(this.uppermost(frame, count)));
  }

  protected buildMap(frame: Frame, pairs: number): boolean {
    return this.settle(frame, 2 * pairs, this.objects.makeDict(this.uppermost(frame, 2 * pairs)));
  }

  protected buildConstKeyMap(frame: Frame, count: number): boolean {
    const { items } = this.peek(frame, 1) as PyTuple;
    const pairs = items.flatMap((key, i) => [key, this.peek(frame, 1 + count - i)]);
    return this.settle(frame, count + 1, this.objects.makeDict(pairs));
  }

  private uppermost({ slots, sp }: Frame, count: number): Value[] {
    return slots.slice(sp - count, sp) as Value[];
  }

  // —— comprehensions and stars: the container lies below, at a given depth ——

  protected setAdd(frame: Frame, depth: number): boolean {
    const item = this.peek(frame, 1);
    return this.settleDropped(frame, 1, this.objects.setAdd(this.peek(frame, 1 + depth), item));
  }

  protected mapAdd(frame: Frame, depth: number): boolean {
    const value = this.peek(frame, 1);
    return this.settleDropped(frame, 2, this.objects.dictSet(this.peek(frame, 2 + depth), this.peek(frame, 2), value));
  }

  /** `packed`: the depth, and above 255 that the list becomes the arguments of the call below it. */
  protected listExtend(frame: Frame, packed: number): boolean {
    const from = this.peek(frame, 1);
    this.checkIterable(from, packed > 255 ? this.peek(frame, 4) : null);
    return this.settleDropped(frame, 1, this.objects.listExtend(this.peek(frame, 1 + (packed & 255)), from));
  }

  protected setUpdate(frame: Frame, depth: number): boolean {
    const from = this.peek(frame, 1);
    return this.settleDropped(frame, 1, this.objects.setUpdate(this.peek(frame, 1 + depth), from));
  }

  protected dictUpdate(frame: Frame, depth: number): boolean {
    const from = this.peek(frame, 1);
    return this.settleDropped(frame, 1, this.objects.dictUpdate(this.peek(frame, 1 + depth), from));
  }

  protected dictMerge(frame: Frame, depth: number): boolean {
    this.refuseTwice(this.peek(frame, 1 + depth), this.peek(frame, 1), this.peek(frame, 4 + depth));
    return this.dictUpdate(frame, depth);
  }

  protected listToTuple({ slots, sp }: Frame): boolean {
    slots[sp - 1] = this.objects.listToTuple(slots[sp - 1] as Value);
    return true;
  }

  // —— taking apart ——

  /** `packed`: how many names stand before the star, and in its upper bits how many behind it. */
  protected unpackEx(frame: Frame, packed: number): boolean {
    const parts = this.objects.unpackSequence(this.peek(frame, 1), packed & 255, packed >> 8);
    return this.settle(frame, 1, parts, UNPACKED);
  }

  /** `a[i:j] = value`. */
  protected storeSlice(frame: Frame): boolean {
    const slice = this.objects.makeSlice(this.peek(frame, 2), this.peek(frame, 1), null);
    return this.settleDropped(frame, 4, this.objects.setItem(this.peek(frame, 3), slice, this.peek(frame, 4)));
  }

  protected deleteSubscript(frame: Frame): boolean {
    return this.settleDropped(frame, 2, this.objects.deleteItem(this.peek(frame, 2), this.peek(frame, 1)));
  }
}
