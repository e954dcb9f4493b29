/** What `greenlet` needs of the machine: making stacks of calls, and switching between them. */
import { SwitchTo } from "../callables.ts";
import { GreenletState } from "../loop/greenlet-state.ts";
import type { Host, Native, NativeResult } from "../native.ts";
import { PyRef, type PyTuple, type Value } from "../values.ts";

/** `_register(greenlet, parent, name)`; the first one has no parent and is the stack that runs. */
function register(host: Host, [greenlet, parent, name]: Value[]): NativeResult {
  const { greenlets } = host.loops;
  const { at } = greenlet as PyRef;
  if (parent === null) {
    const first = new GreenletState(at, host.world.lane, 0);
    first.begun = true;
    greenlets.add(first);
    greenlets.current = at;
    return null;
  }
  const first = [...greenlets.all()][0];
  const lane = host.world.createLane("greenlet", host.heap.stringWord(name as string), first.lane);
  greenlets.add(new GreenletState(at, lane, (parent as PyRef).at));
  return null;
}

/** `_switch(greenlet, run, args, kwargs)`: goes on there; `run` is what a greenlet begins with. */
function switchTo(host: Host, [greenlet, run, args, keywords]: Value[]): NativeResult {
  const named = host.objects.keywordsOf(keywords);
  return new SwitchTo(greenlet as PyRef, run, (args as PyTuple).items, named.size === 0 ? null : named, undefined);
}

/** `_throw(greenlet, exception)`. */
function throwInto(_host: Host, [greenlet, exception]: Value[]): NativeResult {
  return new SwitchTo(greenlet as PyRef, null, [], null, exception);
}

export const GREENLET_NATIVES: Readonly<Record<string, Native>> = {
  _register: register,
  _switch: switchTo,
  _throw: throwInto,
  getcurrent: (host) => (host.loops.greenlets.current === 0 ? null : new PyRef(host.loops.greenlets.current)),
  /** `_end(greenlet)`: one that has not begun never will. */
  _end: (host, [greenlet]) => {
    const state = host.loops.greenlets.get((greenlet as PyRef).at);
    if (state !== undefined) state.dead = true;
    return null;
  },
  _is_dead: (host, [greenlet]) => host.loops.greenlets.get((greenlet as PyRef).at)?.dead ?? false,
  _has_begun: (host, [greenlet]) => host.loops.greenlets.get((greenlet as PyRef).at)?.begun ?? false,
};
