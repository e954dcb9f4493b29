/**
 * Greenlets: several stacks of calls of which one runs. Rule: a switch puts the whole stack aside, calls of natives included, since none is
 * ever under way; what a greenlet's function gives or raises at its end goes to its parent.
 */
import { InternalError } from "../base/errors.ts";
import { OK } from "../program/world.ts";
import { OP } from "../trace/ops.ts";
import type { SwitchTo } from "./callables.ts";
import { ACTION, type Return } from "./frames.ts";
import { laneKey } from "./loop/futures.ts";
import type { GreenletState } from "./loop/greenlet-state.ts";
import { MachineGenerators } from "./machine-generators.ts";
import type { FrameView } from "./machine-state.ts";
import { PyRaise } from "./native.ts";
import { PyTuple, type PyRef, type Value } from "./values.ts";

const FROM_GREENLET: Return = { thens: null, action: ACTION.GREENLET, argument: 0 };

export abstract class MachineGreenlets extends MachineGenerators {
  private greenlet(at: number): GreenletState {
    const state = this.loops.greenlets.get(at);
    if (state === undefined) throw new InternalError("a greenlet that its machine does not know");
    return state;
  }

  protected override switchTo(request: SwitchTo, returns: Return): boolean {
    const { greenlets } = this.loops;
    const target = this.greenlet(request.greenlet.at);
    const { args, keywords, thrown } = request;
    if (target.at === greenlets.current) return this.deliver(valueOf(args), returns);
    if (this.mustHandOver(target.lane)) {
      this.pending = { kind: "deliver", value: request, returns };
      return false;
    }
    const from = this.greenlet(greenlets.current);
    from.frame = this.frame;
    from.depth = this.depth;
    from.handled = this.handled;
    from.returns = returns;
    this.note(OP.switch, 0, laneKey(target.lane), args.length === 1 ? this.heap.toWord(args[0]) : 0);
    greenlets.current = target.at;
    this.world.lane = target.lane;
    if (!target.begun) return this.beginGreenlet(target, request);
    const back = this.enterGreenlet(target);
    if (thrown !== undefined) throw new PyRaise(thrown);
    if (keywords !== null && args.length === 0) return this.deliver(this.objects.makeDict([...keywords].flat()), back);
    return this.deliver(valueOf(args), back);
  }

  private beginGreenlet(target: GreenletState, { run, args, keywords }: SwitchTo): boolean {
    target.begun = true;
    this.world.note(OP.start, 0, 0, 0);
    this.frame = null;
    this.depth = 0;
    this.handled = null;
    return this.invoke(run, args.slice(), keywords, FROM_GREENLET);
  }

  /** Its stack becomes the machine's; gives where it waits for a value. */
  private enterGreenlet(target: GreenletState): Return {
    const { returns } = target;
    if (returns === null) throw new InternalError("a greenlet that waits for nothing");
    this.frame = target.frame;
    this.depth = target.depth;
    this.handled = target.handled;
    target.frame = null;
    target.returns = null;
    return returns;
  }

  protected override greenletReturned(value: Value): boolean {
    return this.deliver(value, this.endGreenlet(value, OK.ABSENT));
  }

  private endGreenlet(value: Value, ok: typeof OK.ABSENT | typeof OK.FALSE): Return {
    const { greenlets } = this.loops;
    const ended = this.greenlet(greenlets.current);
    ended.dead = true;
    const parent = this.livingParent(ended);
    this.world.note(OP.finish, 0, laneKey(parent.lane), value === null ? 0 : this.heap.toWord(value), ok);
    greenlets.current = parent.at;
    this.world.lane = parent.lane;
    return this.enterGreenlet(parent);
  }

  private livingParent({ parent }: GreenletState): GreenletState {
    const found = this.greenlet(parent);
    return found.dead || found.returns === null ? this.livingParent(found) : found;
  }

  /** An exception left a greenlet's function: it goes on in the parent, but for GreenletExit, which is the value there. */
  protected greenletFailed(exception: PyRef): boolean {
    const back = this.endGreenlet(exception, OK.FALSE);
    if (this.objects.typeName(exception) !== "GreenletExit") return false;
    return this.deliver(exception, back);
  }

  /** Calls of a greenlet or generator that does not run. */
  protected framesOfOther(lane: number): readonly FrameView[] {
    for (const greenlet of this.loops.greenlets.all()) if (greenlet.lane === lane) return this.views(greenlet.frame);
    for (const frame of this.generators.values()) if (frame.lane === lane) return this.views(frame);
    return [];
  }
}

/** What a switch gives where it arrives: one value as it is, several as a tuple. */
function valueOf(args: readonly Value[]): Value {
  return args.length === 1 ? args[0] : new PyTuple(args);
}
