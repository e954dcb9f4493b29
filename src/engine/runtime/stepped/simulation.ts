/**
 * A program under a controlled scheduler: all its threads in one place, one step at a time. Whoever drives it looks at `choices`, takes one,
 * looks again; it may go back to any mark and take another. What counts as a step, which events belong to which: docs/stepping.md.
 * Rule: the same program, settings and choices give the same steps, events and values, always.
 */
import type { Address, Line, Seq, ThreadId, Word } from "../../base/ids.ts";
import { InternalError } from "../../base/errors.ts";
import type { Milliseconds } from "../../base/units.ts";
import { Allocator } from "../../memory/allocator.ts";
import { CONTROL, heapBase, THREAD, threadBlock } from "../../memory/layout.ts";
import type { MemoryImage, PrivateMemory } from "../../memory/private-memory.ts";
import { createPrivateRunMemory } from "../../memory/run-memory.ts";
import { FALSE, fromSmallWord, NONE, toBooleanWord, toSmallWord } from "../../memory/words.ts";
import type { BarrierState } from "../../model/barrier.ts";
import type { ConditionState } from "../../model/condition.ts";
import { isLockBlocked, type LockState } from "../../model/lock.ts";
import { MOST_THREADS } from "../../model/threads.ts";
import type { RunStatus } from "../../program/report.ts";
import { createOperation, type Operation, STATUS, type Status, VERB } from "../../program/operation.ts";
import { type Choice, isExpiry, STEP_US, threadOfChoice, toChoice } from "../../program/stepping.ts";
import { createMain, createThread, type CompiledProgram, type MachineImage } from "../../python/index.ts";
import { Heap } from "../../python/heap.ts";
import { PythonError } from "../../python/text/index.ts";
import { linkMessage, MAILBOX, OWNER } from "../../python/loop/mailbox.ts";
import { type Lane, type LaneKind, type OkCode } from "../../program/world.ts";
import { OP, type ObjectKind, type OpCode } from "../../trace/ops.ts";
import { GIL_OBJECT } from "../parallel/header.ts";
import { createQueueOwner } from "../parallel/queue-owner.ts";
import { listingSlots } from "../parallel/slots.ts";
import { readClock } from "./clock-readings.ts";
import { EnoughTold, SteppedEvents, type SteppedLane } from "./events.ts";
import { setHeapApart } from "../../memory/own-heap.ts";
import { ACT, type Act, type Journal } from "./journal.ts";
import { HIDDEN, isReadWhenRefused, lifeOf, type Touch, touchesOf } from "./footprint.ts";
import { ModelObjects, type ObjectsImage } from "./model-objects.ts";
import type { SimulationSettings } from "./settings.ts";
import { isAccess, isMemoryVerb, isStep } from "./step-rule.ts";
import { type Hub, SteppedWorld } from "./stepped-world.ts";
import { flagsOf, restoreFlags, STAGE, SteppedThread, type ThreadFlags, TOLD } from "./stepped-thread.ts";
import { type Tell, tellDone, tellWait } from "./tell-operation.ts";

/** A moment to go back to. Marks nest like brackets: going back to one makes those made after it void. */
export interface Mark {
  readonly serial: number;
  readonly memory: number;
  readonly objects: number;
  readonly undo: number;
  readonly threads: number;
  readonly steps: number;
  readonly events: number;
  readonly lanes: number;
  readonly started: boolean;
  readonly current: ThreadId;
  readonly holder: ThreadId;
  readonly computing: ThreadId;
}

/** A whole simulation at one moment between two steps, put aside: it can be loaded any number of times, in any order. */
export interface SimulationImage {
  readonly steps: number;
  readonly events: number;
  readonly lanes: readonly SteppedLane[];
  readonly started: boolean;
  readonly current: ThreadId;
  readonly holder: ThreadId;
  readonly moved: readonly ThreadId[];
  readonly memory: MemoryImage;
  readonly objects: ObjectsImage;
  readonly threads: readonly {
    readonly thread: SteppedThread;
    readonly flags: ThreadFlags;
    readonly machine: MachineImage;
  }[];
}

/** What a thread was before it changed. */
interface Undo {
  readonly thread: SteppedThread;
  readonly flags: ThreadFlags;
  readonly savedAt: number;
  readonly image: MachineImage | null;
  readonly imagedAt: number;
}

/** What a thread does from now on comes after all that another has done so far: it was started, let go or has joined it, without a step. */
export interface Follow {
  readonly thread: ThreadId;
  readonly after: ThreadId;
}

/** Calls, jumps and attached operations that a thread may do before its next step, unless it is told to go on. */
const USUAL_SLICE = 2_000_000;

const NOBODY: ThreadId = -1;

/** What is told also where only the console is recorded. */
const LIFE: ReadonlySet<OpCode> = new Set([OP.start, OP.finish, OP.spawn, OP.join, OP.print, OP.raise]);

export class Simulation implements Hub {
  readonly program: CompiledProgram;
  readonly settings: SimulationSettings;
  readonly memory: PrivateMemory;
  readonly objects: ModelObjects;
  readonly events: SteppedEvents;
  /** Whether the first thread was started. */
  started = false;
  /** Reads and writes of cells, elements and attributes that the last step made, and of the last of them: whether it wrote, and the value. */
  accesses = 0;
  accessWrote = false;
  accessValue: Word = 0;
  remembered = 0;
  /** Whether anybody ever asked what time it is since then. */
  readsClock = false;
  /** Steps done. */
  steps = 0;
  /** Calls, jumps and attached operations that a thread may do at once; beyond that it is `computing`. */
  slice = USUAL_SLICE;
  /** What module slots held when the first thread was started. */
  initial: ReadonlyMap<Address, Word> = new Map();
  readonly #threads: SteppedThread[] = [];
  readonly #undo: Undo[] = [];
  #serial = 0;
  /** Who took the last step. */
  #current: ThreadId = NOBODY;
  /** `python: 3.10`: who has the interpreter lock. */
  #holder: ThreadId = NOBODY;
  #alive = 1;
  #computing: ThreadId = NOBODY;
  #budget = USUAL_SLICE;
  #expiring = false;
  /** Something changed that may let others go, or stop them. */
  #dirty = false;
  /** Who has looked since the last such change, and need not look again; −1 nobody. */
  #looked: ThreadId = NOBODY;
  #readOnly = false;
  #unchanged = false;
  /** The last step was an operation on a primitive that left it as it was. */
  leftAsItWas = false;
  /** What the last step was, and how many threads there were: from it follows what it touched. */
  readonly #taken = createOperation();
  #takenAmong = 0;
  #isRead = false;
  /** What was attached to it touched. */
  #attachedTouches: Touch[] = [];
  #moved: ThreadId[] = [];
  readonly #follows: Follow[] = [];
  #choices: readonly Choice[] | null = null;
  readonly #hasLock: boolean;

  readonly #journal: Journal | null;
  #performing = false;

  /**
   * Goes through the set-up, and through what threads do before their first steps.
   * @param room events after which it stops where it is, to be looked at @param journal told of everything that is done, in order
   */
  constructor(
    program: CompiledProgram,
    settings: SimulationSettings,
    room = Number.POSITIVE_INFINITY,
    journal: Journal | null = null,
  ) {
    this.#journal = journal;
    this.program = program;
    this.settings = settings;
    this.#hasLock = settings.python === "3.10";
    this.memory = createPrivateRunMemory({ heapBytes: settings.heapBytes, globalSlots: program.slotCount });
    this.memory.store(CONTROL.THREAD_COUNT, 1);
    setHeapApart(this.memory, settings.heapBytes / 4);
    this.events = new SteppedEvents();
    const owner = createQueueOwner(this.memory, () => this.#threads[0].machine.heap);
    this.objects = new ModelObjects(owner.before);
    const machine = createMain(program, new SteppedWorld(this, 0));
    machine.heap.keepNoStrings();
    this.#threads.push(new SteppedThread(machine, { id: 0, name: 0, object: 0, daemon: false }));
    this.#stir();
    this.#upTo(room, () => this.#settle());
  }

  // —— what whoever drives it asks ——

  /** What may be chosen now, in the order of thread ids. Empty: the run is over, or nobody can go on, or a thread is `computing`. */
  choices(): readonly Choice[] {
    this.#choices ??= this.#findChoices();
    return this.#choices;
  }

  get threads(): readonly SteppedThread[] {
    return this.#threads;
  }

  /** The thread that did not come to its next operation yet: `goOn` lets it compute on. −1 for none. */
  get computing(): ThreadId {
    return this.#computing;
  }

  /** The thread that took the last step; −1 before the first. */
  get current(): ThreadId {
    return this.#current;
  }

  /** Who has the interpreter lock (`python: 3.10`); −1 nobody. */
  get holder(): ThreadId {
    return this.#holder;
  }

  /** How it stands; null while somebody can go on. */
  get status(): RunStatus | null {
    if (this.#computing !== NOBODY || this.choices().length > 0) return null;
    if (this.#stuck().length > 0) return "deadlocked";
    return this.#threads.some(({ machine }) => machine.failed) ? "failed" : "finished";
  }

  /** Threads that are waited for and can never go on; meaningful once there are no choices. */
  stuck(): readonly ThreadId[] {
    return this.#stuck();
  }

  /** What the thread's next operation would touch, at most. Empty for who has ended. */
  touchesOf(thread: ThreadId): readonly Touch[] {
    const one = this.#threads[thread];
    return one.stage === STAGE.ENDED ? [] : touchesOf(one.machine.next, this.#threads.length);
  }

  /** What the last step touched, with what was attached to it. */
  get touched(): readonly Touch[] {
    const touches = touchesOf(this.#taken, this.#takenAmong);
    const own = this.#isRead ? touches.map((touch) => ({ ...touch, writes: false })) : touches;
    return this.#attachedTouches.length === 0 ? own : [...own, ...this.#attachedTouches];
  }

  /** Whether taking a choice that is there counts as a step: under `aloneSteps` what a thread does alone does not, but for a wait that it ends. */
  isCounted(choice: Choice): boolean {
    if (this.settings.aloneSteps !== true || !this.#isAlone()) return true;
    return isExpiry(choice) || this.#isAlwaysStep(this.#threads[threadOfChoice(choice)]);
  }

  /** Threads other than its own that went on in the last step: it let them go, or started them. */
  get moved(): readonly ThreadId[] {
    return this.#moved;
  }

  /** Orders that the last step made by what was attached to it, in the order in which they came about. */
  get follows(): readonly Follow[] {
    return this.#follows;
  }

  // —— steps ——

  /**
   * Takes one step and what is attached to it. The thread may then be `computing` still.
   * @throws InternalError for a choice that is none of `choices`
   */
  take(choice: Choice): void {
    const choices = this.choices();
    if (!choices.includes(choice)) throw new InternalError(`choice ${choice} is none of ${choices.join(", ")}`);
    const thread = this.#threads[threadOfChoice(choice)];
    if (this.isCounted(choice)) this.steps++;
    this.events.timeUs = this.steps * STEP_US;
    this.#begin(thread, isExpiry(choice));
    const { verb } = thread.machine.next;
    const status = this.#do(thread, true);
    this.#expiring = false;
    thread.passed = verb === VERB.SLEEP;
    // An index from the end is known only now, and with it what was touched.
    if (thread.plain) this.#noteTaken(thread.machine.next);
    // What was expected to write may have turned out to be a read.
    this.#isRead = this.#readOnly || (this.#unchanged && status !== STATUS.OK);
    if (status === STATUS.BLOCKED) this.#stayBlocked(thread);
    else thread.stage = STAGE.RUNNING;
    if (this.#settle(thread) && this.#isStill(thread, choice)) this.#choices = choices;
  }

  /** Whether everybody can do what they could before, where nothing changed but what the thread did: so choices are seldom looked for. */
  #isStill(thread: SteppedThread, choice: Choice): boolean {
    return thread.stage === STAGE.READY && !isExpiry(choice) && !this.#hasLock;
  }

  #noteTaken({ verb, object, key, value }: Operation): void {
    const taken = this.#taken;
    taken.verb = verb;
    taken.object = object;
    taken.key = key;
    taken.value = value;
    this.#takenAmong = this.#threads.length;
  }

  /** As `take` and `goOn`, but only up to an event: then it may be looked at, and an image has to be loaded before it can go on. */
  takeUntil(choice: Choice, seq: Seq): void {
    this.#upTo(seq + 1, () => {
      this.take(choice);
      while (this.#computing !== NOBODY) this.goOn();
    });
  }

  #upTo(room: number, work: () => void): void {
    this.events.room = room;
    try {
      work();
    } catch (error) {
      if (!(error instanceof EnoughTold)) throw error;
    } finally {
      this.events.room = Number.POSITIVE_INFINITY;
    }
  }

  /** Lets the thread that is computing go on for another slice. */
  goOn(): void {
    if (this.#computing === NOBODY) return;
    const thread = this.#threads[this.#computing];
    this.#computing = NOBODY;
    this.#choices = null;
    this.#budget = this.slice;
    this.#settle(thread);
  }

  /** Carries out the operation that the thread stands before. */
  #do(thread: SteppedThread, isStep: boolean): Status {
    this.#performing = true;
    const status = thread.machine.perform();
    this.#performing = false;
    const waits = status === STATUS.BLOCKED;
    if (this.#expiring) this.#act(thread, waits ? ACT.EXPIRE_AND_WAIT : ACT.EXPIRE, isStep);
    else this.#act(thread, waits ? ACT.WAIT : ACT.PERFORM, isStep);
    return status;
  }

  #act(thread: SteppedThread, act: Act, isStep = false): void {
    if (!this.#performing) this.#journal?.act(thread.id, act, isStep);
  }

  #begin(thread: SteppedThread, expires: boolean): void {
    this.#choices = null;
    this.#budget = this.slice;
    this.#save(thread, true);
    this.#expiring = expires;
    this.#current = thread.id;
    if (this.#moved.length > 0) this.#moved.length = 0;
    if (this.#follows.length > 0) this.#follows.length = 0;
    this.#readOnly = false;
    this.#unchanged = false;
    this.leftAsItWas = false;
    this.accesses = 0;
    const operation = thread.machine.next;
    if (!thread.plain) this.#noteTaken(operation);
    if (this.#attachedTouches.length > 0) this.#attachedTouches = [];
    if (isAccess(operation.verb)) thread.hasAccessed = true;
    if (this.#hasLock) this.#enterInterpreter(thread);
  }

  /** A barrier's arrival, or a condition's wait that ended while somebody has its lock. */
  #stayBlocked(thread: SteppedThread): void {
    thread.stage = STAGE.BLOCKED;
    thread.attached = thread.machine.next.verb === VERB.BARRIER_WAIT;
    this.#look(thread);
  }

  // —— what is attached ——

  /**
   * Everything that follows by itself: local work of `first`, then whoever can go on without a choice, lower ids first. True when nothing was there
   * that others could have noticed.
   */
  #settle(first?: SteppedThread): boolean {
    if (first !== undefined && first.stage === STAGE.RUNNING && !this.#runOn(first)) return false;
    if (!this.#dirty) return true;
    while (this.#dirty) {
      this.#dirty = false;
      for (const thread of this.#threads) if (!this.#settleOne(thread)) return false;
    }
    return false;
  }

  /** False when its slice of computing is used up. */
  #settleOne(thread: SteppedThread): boolean {
    if (thread.stage === STAGE.ENDED) return true;
    if (this.#attachesAll() && !thread.attached && thread.stage !== STAGE.RUNNING && !this.#isAlwaysStep(thread)) {
      this.#save(thread, false);
      thread.attached = true;
    }
    if (thread.stage !== STAGE.RUNNING) {
      if (thread.plain && !thread.attached) return true;
      if (!thread.plain && thread.id !== this.#looked) this.#look(thread);
      if (thread.stage !== STAGE.READY || !thread.attached) return true;
    }
    if (thread.id !== this.#current) {
      this.#moved.push(thread.id);
      if (thread.begun) this.#follows.push({ thread: thread.id, after: this.#current });
    }
    return this.#runOn(thread);
  }

  /** Does what is no step, up to the thread's next step, its next wait or its end. False when its slice is used up. */
  #runOn(thread: SteppedThread): boolean {
    this.#save(thread, true);
    if (!thread.begun) this.#start(thread);
    if (this.#hasLock) this.#enterInterpreter(thread);
    for (;;) {
      if (thread.stage === STAGE.READY) this.#performAttached(thread);
      else if (!this.#advance(thread)) return false;
      else if (thread.stage === STAGE.ENDED) return true;
      else this.#arrive(thread);
      if (thread.stage === STAGE.BLOCKED || (thread.stage === STAGE.READY && !thread.attached)) return true;
      if (this.#budget-- <= 0) return this.#interrupt(thread);
    }
  }

  /** Local work up to the next operation or the end. False when its slice is used up. */
  #advance(thread: SteppedThread): boolean {
    try {
      const progress = thread.machine.advance();
      this.#act(thread, ACT.ADVANCE);
      if (progress === "ended") this.#end(thread);
      return true;
    } catch (error) {
      if (!(error instanceof SliceUsed)) throw error;
      thread.machine.takeBack();
      return this.#interrupt(thread);
    }
  }

  /** Something changed: everybody has to look whether he can go. */
  #stir(): void {
    this.#dirty = true;
    this.#looked = NOBODY;
  }

  #interrupt(thread: SteppedThread): false {
    this.#computing = thread.id;
    this.#stir();
    return false;
  }

  /** The machine stands before an operation. */
  #arrive(thread: SteppedThread): void {
    const { verb } = thread.machine.next;
    thread.plain = isMemoryVerb(verb);
    thread.told = TOLD.NOTHING;
    thread.attached = this.#isAttached(thread);
    thread.stage = STAGE.READY;
    if (thread.plain) return;
    this.#look(thread);
    this.#looked = thread.id;
  }

  #isAttached(thread: SteppedThread): boolean {
    if (this.#isAlwaysStep(thread)) return false;
    if (this.#isHandOver(thread) || !this.started || this.#attachesAll()) return true;
    return !isStep(this.settings.steps, thread.machine.next.verb, {
      isMain: thread.id === 0,
      hasAccessed: thread.hasAccessed,
    });
  }

  /**
   * Steps also where nobody else is there: that is what a learner steps through. A task's run up to its next suspension always is; where the
   * listing never has a second thread, a hand-over between generators or greenlets is, too, and what is seen from outside under `visible`.
   */
  #isAlwaysStep(thread: SteppedThread): boolean {
    const { verb, object } = thread.machine.next;
    switch (verb) {
      case VERB.TASK_STEP:
        return object !== 0 || this.#threads.length === 1;
      case VERB.PRINT:
      case VERB.SLEEP:
        return this.settings.steps === "visible" && !this.program.starts && !thread.machine.runsLoop;
      default:
        return false;
    }
  }

  /** From one generator or greenlet to another. */
  #isHandOver({ machine: { next } }: SteppedThread): boolean {
    return next.verb === VERB.TASK_STEP && next.object === 0;
  }

  /** Nobody else is there to choose. */
  #isAlone(): boolean {
    return this.#alive === 1;
  }

  #attachesAll(): boolean {
    return this.#isAlone() && this.settings.aloneSteps !== true;
  }

  #performAttached(thread: SteppedThread): void {
    const operation = thread.machine.next;
    if (this.started && isAccess(operation.verb)) thread.hasAccessed = true;
    if (operation.verb === VERB.POOL_LEAVE)
      this.#attachedTouches.push({
        object: operation.object,
        key: toSmallWord(thread.id),
        writes: true,
        whole: false,
      });
    thread.stage = this.#do(thread, false) === STATUS.BLOCKED ? STAGE.BLOCKED : STAGE.RUNNING;
  }

  #start(thread: SteppedThread): void {
    thread.begun = true;
    this.#act(thread, ACT.START);
    this.tell(thread.id, OP.start, 0, 0, 0, 0);
  }

  #end(thread: SteppedThread): void {
    thread.stage = STAGE.ENDED;
    if (this.#hasLock) this.#leaveInterpreter(thread);
    this.#act(thread, ACT.END);
    this.tell(thread.id, OP.finish, 0, 0, 0, 0);
    this.memory.store(threadBlock(thread.id) + THREAD.ENDED, 1);
    this.#attachedTouches.push({ object: lifeOf(thread.id), key: 0, writes: true, whole: false });
    this.#alive--;
    this.#stir();
  }

  // —— whether an operation can be done ——

  /** Looks whether the thread's operation can be done now; tells once that it cannot. */
  #look(thread: SteppedThread): void {
    const blocked = this.#isBlocked(thread);
    const stage = blocked ? STAGE.BLOCKED : STAGE.READY;
    if (thread.stage !== stage) {
      this.#save(thread, false);
      thread.stage = stage;
    }
    if (!blocked) return;
    if (this.#hasLock) this.#leaveInterpreter(thread);
    if (thread.told === TOLD.WAITS || this.#isParked(thread)) return;
    this.#save(thread, false);
    thread.told = TOLD.WAITS;
    this.#act(thread, ACT.WAIT);
    tellWait(thread.machine.next, this.#tellOf(thread));
  }

  #isBlocked(thread: SteppedThread): boolean {
    const { next } = thread.machine;
    switch (next.verb) {
      case VERB.JOIN:
        return next.timeoutMs > 0 && this.#isRunning(fromSmallWord(next.value), thread.id);
      case VERB.BARRIER_WAIT:
        return this.#isBlockedAtBarrier(thread);
      case VERB.SELECT:
        return this.#isLoopAsleep(next);
      case VERB.LOOP_POST:
      case VERB.TASK_STEP:
        return false;
      case VERB.LOCK_ACQUIRE:
      case VERB.LOCK_RELEASE:
      case VERB.RLOCK_ACQUIRE:
      case VERB.RLOCK_RELEASE:
        return isLockBlocked(this.objects.at(next.object).state as LockState, next.verb, thread.id, next.timeoutMs);
      case VERB.CONDITION_REACQUIRE:
        this.#lookAtNotice(thread);
        return this.#isBlockedByModel(thread);
      default:
        return next.verb >= VERB.LOCK_ACQUIRE && this.#isBlockedByModel(thread);
    }
  }

  /** A loop whose thread is alone sleeps until its next timer, and nobody has to choose that. */
  #isLoopAsleep({ object, timeoutMs }: Operation): boolean {
    if (timeoutMs <= 0 || this.memory.load(object + MAILBOX) !== 0) return false;
    return timeoutMs === Number.POSITIVE_INFINITY || !this.#isAlone();
  }

  #isRunning(other: ThreadId, asker: ThreadId): boolean {
    return other !== asker && other < this.#threads.length && this.#threads[other].stage !== STAGE.ENDED;
  }

  /** Who has not arrived can; who has waits for the others, which is then no step any more. */
  #isBlockedAtBarrier(thread: SteppedThread): boolean {
    const { phase, inside } = this.objects.at(thread.machine.next.object).state as BarrierState;
    const isInside = inside.some((one) => one.thread === thread.id);
    return isInside ? phase === "filling" : phase === "draining" || phase === "resetting";
  }

  /** A parked thread hears that it was notified, or that its time is up, when that happens. */
  #lookAtNotice(thread: SteppedThread): void {
    if (thread.told !== TOLD.NOTHING) return;
    const { next } = thread.machine;
    const { notified } = this.objects.at(next.object).state as ConditionState;
    if (!notified.includes(thread.id)) return;
    this.#save(thread, false);
    thread.told = TOLD.WOKEN;
    this.tell(thread.id, OP.woken, next.line, next.object, 0, 0);
  }

  /** Whether it waits at a condition: that was told when it parked. */
  #isParked({ id, machine: { next } }: SteppedThread): boolean {
    if (next.verb !== VERB.CONDITION_REACQUIRE) return false;
    return (this.objects.at(next.object).state as ConditionState).waiters.includes(id);
  }

  /** Asks the model; who waits may be part of its state. An order that cannot be told is the listing's error, when it gets there. */
  #isBlockedByModel(thread: SteppedThread): boolean {
    const { objects } = this;
    try {
      objects.ask(thread.ask(), false);
    } catch (error) {
      if (error instanceof PythonError) return false;
      throw error;
    }
    if (objects.status !== STATUS.BLOCKED) return false;
    if (objects.changes) {
      objects.commit();
      this.#looked = NOBODY;
    }
    return true;
  }

  // —— choices ——

  #findChoices(): readonly Choice[] {
    if (this.#computing !== NOBODY || this.#isOver()) return [];
    const bound = this.#hasLock ? this.#boundTo() : NOBODY;
    if (bound !== NOBODY) return [toChoice(bound)];
    const choices: Choice[] = [];
    for (const thread of this.#threads) {
      if (thread.stage === STAGE.READY) choices.push(toChoice(thread.id));
      else if (thread.stage === STAGE.BLOCKED && this.#mayExpire(thread)) choices.push(toChoice(thread.id, true));
    }
    return choices;
  }

  /** Only daemons are left, or nobody. */
  #isOver(): boolean {
    for (const { stage, daemon } of this.#threads) if (stage !== STAGE.ENDED && !daemon) return false;
    return true;
  }

  /** `python: 3.10`: who runs goes on until it passes a place where it gives way. */
  #boundTo(): ThreadId {
    if (this.#holder === NOBODY) return NOBODY;
    const { stage, passed, id } = this.#threads[this.#holder];
    return stage === STAGE.READY && !passed ? id : NOBODY;
  }

  /** Whether the thread's wait may end by its time limit: it has one that counts now. */
  #mayExpire(thread: SteppedThread): boolean {
    const { next } = thread.machine;
    if (next.timeoutMs === Number.POSITIVE_INFINITY) return false;
    if (next.verb === VERB.JOIN || next.verb === VERB.SELECT) return true;
    this.objects.ask(thread.ask(), true);
    return this.objects.status !== STATUS.BLOCKED || this.objects.changes;
  }

  #stuck(): ThreadId[] {
    if (this.#computing !== NOBODY || this.choices().length > 0) return [];
    return this.#threads.filter(({ stage, daemon }) => stage === STAGE.BLOCKED && !daemon).map(({ id }) => id);
  }

  // —— the interpreter lock ——

  #enterInterpreter(thread: SteppedThread): void {
    if (this.#holder === thread.id) return;
    if (this.#holder !== NOBODY) this.#leaveInterpreter(this.#threads[this.#holder]);
    this.#act(thread, ACT.ENTER);
    this.tell(thread.id, OP.acquire, 0, GIL_OBJECT, 0, toSmallWord(1));
    this.#holder = thread.id;
  }

  #leaveInterpreter(thread: SteppedThread): void {
    if (this.#holder !== thread.id) return;
    this.#act(thread, ACT.LEAVE);
    this.tell(thread.id, OP.release, 0, GIL_OBJECT, 0, toSmallWord(0));
    this.#holder = NOBODY;
  }

  // —— what worlds ask ——

  tell(lane: Lane, op: OpCode, line: Line, object: Address, key: Word, value: Word, ok?: OkCode): void {
    if (op >= OP.read && op <= OP["compare-exchange"]) {
      this.accesses++;
      this.accessWrote = op !== OP.read;
      this.accessValue = value;
    }
    const { record } = this.settings;
    if (record === true || (record === "console" && LIFE.has(op)))
      this.events.tell(lane, op, line, object, key, value, ok);
  }

  #tellOf(thread: SteppedThread): Tell {
    const { next, world } = thread.machine;
    thread.tell ??= (op, object, key, value, ok) => this.tell(world.lane, op, next.line, object, key, value, ok);
    return thread.tell;
  }

  createLane(thread: ThreadId, kind: LaneKind, name: Word, parent: Lane): Lane {
    if (!this.started) this.#beginProgram();
    return this.events.addLane({ thread, kind, name, parent });
  }

  get hasOthers(): boolean {
    return !this.#isAlone();
  }

  create(kind: ObjectKind, object: Address, capacity: number): void {
    this.objects.create(kind, object, capacity);
  }

  passes(thread: ThreadId): void {
    const one = this.#threads[thread];
    if (one === undefined) return;
    one.passed = true;
    if (one.stage === STAGE.RUNNING && this.#budget-- <= 0) throw new SliceUsed();
  }

  readOnly(): void {
    this.#readOnly = true;
  }

  counted(): void {
    if (this.started) this.#attachedTouches.push({ object: HIDDEN, key: 0, writes: true, whole: true });
  }

  nowMs(thread: ThreadId): Milliseconds {
    if (this.started) this.readsClock = true;
    const one = this.#threads[thread];
    return one === undefined ? 0 : (one.clockMs = readClock(one.read, one.clockMs));
  }

  perform(id: ThreadId, operation: Operation): Status {
    const thread = this.#threads[id];
    const { verb } = operation;
    switch (verb) {
      case VERB.NONE:
        operation.result = NONE;
        return STATUS.OK;
      case VERB.PRINT:
        this.tell(thread?.machine.world.lane ?? id, OP.print, operation.line, 0, 0, operation.value);
        return STATUS.OK;
      case VERB.TASK_STEP:
        return STATUS.OK;
      case VERB.SELECT:
        return this.#select(thread, operation);
      case VERB.LOOP_POST:
        return this.#post(thread, operation);
      case VERB.SLEEP:
        return this.#sleep(thread, operation);
      case VERB.SPAWN:
        return this.#spawn(thread, operation);
      case VERB.JOIN:
        return this.#join(thread, operation);
      case VERB.IS_ALIVE:
        operation.result = toBooleanWord(this.#threads[fromSmallWord(operation.value)]?.stage !== STAGE.ENDED);
        return STATUS.OK;
      case VERB.ACTIVE_COUNT:
        operation.result = toSmallWord(this.#alive);
        return STATUS.OK;
      default:
        return this.#performOnPrimitive(thread, operation);
    }
  }

  #performOnPrimitive(thread: SteppedThread, operation: Operation): Status {
    const { objects } = this;
    const before = objects.at(operation.object).state;
    objects.ask(thread.ask(), this.#expiring);
    const { status, result, changes } = objects;
    objects.commit();
    this.leftAsItWas = !changes;
    if (changes) this.#stir();
    else if (isReadWhenRefused(operation)) this.#unchanged = true;
    operation.result = result;
    this.#tellPrimitive(thread, operation, { status, result, before });
    if (this.#expiring) thread.clockMs += operation.timeoutMs;
    return status;
  }

  #tellPrimitive(thread: SteppedThread, operation: Operation, move: Parameters<typeof tellDone>[2]): void {
    const tell = this.#tellOf(thread);
    if (operation.verb === VERB.CONDITION_REACQUIRE && this.#expiring) {
      tell(OP["wait-timeout"], operation.object, 0, 0);
      thread.told = TOLD.WOKEN;
    }
    if (move.status === STATUS.BLOCKED && operation.verb !== VERB.BARRIER_WAIT) return;
    tellDone(thread.id, operation, move, this.#expiring, tell);
  }

  #sleep(thread: SteppedThread, operation: Operation): Status {
    if (this.#hasLock) this.#leaveInterpreter(thread);
    const { lane } = thread.machine.world;
    this.tell(lane, OP.sleep, operation.line, 0, 0, operation.value);
    this.tell(lane, OP.wake, operation.line, 0, 0, 0);
    if (this.#hasLock) this.#enterInterpreter(thread);
    thread.clockMs += operation.timeoutMs;
    // Whoever sleeps lets others run.
    thread.passed = true;
    return STATUS.OK;
  }

  /** A loop takes what lies in its mailbox, or finds that its next timer is due. */
  #select(thread: SteppedThread, operation: Operation): Status {
    const mailbox = operation.object + MAILBOX;
    const newest = this.memory.load(mailbox);
    operation.result = newest << 1;
    const slept = operation.timeoutMs > 0;
    if (slept && thread.told !== TOLD.WAITS) tellWait(operation, this.#tellOf(thread));
    if (slept) this.tell(thread.machine.world.lane, OP["select-return"], operation.line, operation.object, 0, 0);
    if (newest === 0) {
      if (slept) thread.clockMs += operation.timeoutMs;
      return STATUS.TIMED_OUT;
    }
    this.memory.store(mailbox, 0);
    return STATUS.OK;
  }

  /** The loop's clock is then no earlier than that of who put the message. */
  #post(thread: SteppedThread, operation: Operation): Status {
    const { object, value } = operation;
    this.tell(thread.machine.world.lane, OP.put, operation.line, object, 0, operation.key);
    const before = this.memory.load(object + MAILBOX);
    linkMessage(this.memory, value >> 1, before);
    this.memory.store(object + MAILBOX, value >> 1);
    const owner = this.#threads[this.memory.load(object + OWNER)];
    this.#save(owner, false);
    owner.clockMs = Math.max(owner.clockMs, thread.clockMs);
    operation.result = NONE;
    this.#stir();
    return STATUS.OK;
  }

  #spawn(parent: SteppedThread, operation: Operation): Status {
    const id = this.#threads.length;
    if (id >= MOST_THREADS) return STATUS.TOO_MANY;
    if (!this.started) this.#beginProgram();
    const { object, key: name, value } = operation;
    const daemon = value !== FALSE && value !== 0;
    this.#writeBlock(id, parent.id, object, name, daemon);
    operation.result = toSmallWord(id);
    this.tell(parent.machine.world.lane, OP.spawn, operation.line, 0, toSmallWord(id), 0);
    const machine = createThread(this.program, new SteppedWorld(this, id), object);
    machine.heap.keepNoStrings();
    const thread = new SteppedThread(machine, { id, name, object, daemon });
    thread.clockMs = parent.clockMs;
    this.#threads.push(thread);
    this.#follows.push({ thread: id, after: parent.id });
    this.#alive++;
    this.#stir();
    return STATUS.OK;
  }

  #writeBlock(id: ThreadId, parent: ThreadId, object: Address, name: Word, daemon: boolean): void {
    const { memory } = this;
    const block = threadBlock(id);
    memory.store(block + THREAD.OBJECT, object);
    memory.store(block + THREAD.NAME, name);
    memory.store(block + THREAD.DAEMON, daemon ? 1 : 0);
    memory.store(block + THREAD.PARENT, parent);
    memory.store(CONTROL.THREAD_COUNT, id + 1);
  }

  /** The set-up is over: what the module slots hold now is where every cell starts. */
  #beginProgram(): void {
    const { from, count } = listingSlots(this.program);
    const words = Array.from({ length: count }, (_, i): [Address, Word] => [from + i, this.memory.load(from + i)]);
    this.initial = new Map(words);
    this.started = true;
    this.memory.store(CONTROL.STARTED, 1);
  }

  #join(thread: SteppedThread, operation: Operation): Status {
    const other = fromSmallWord(operation.value);
    operation.result = NONE;
    if (other === thread.id) return STATUS.SELF;
    if (other >= this.#threads.length) return STATUS.NOT_STARTED;
    const joined = this.#threads[other];
    const ended = joined.stage === STAGE.ENDED;
    if (!ended && operation.timeoutMs > 0 && !this.#expiring) return STATUS.BLOCKED;
    if (ended) this.#follows.push({ thread: thread.id, after: other });
    if (ended) thread.clockMs = Math.max(thread.clockMs, joined.clockMs);
    else thread.clockMs += operation.timeoutMs;
    this.tell(thread.machine.world.lane, ended ? OP.join : OP["join-timeout"], operation.line, 0, operation.value, 0);
    return ended ? STATUS.OK : STATUS.TIMED_OUT;
  }

  // —— going back ——

  /** A moment to go back to. Cheap: what changes is put aside when it changes. */
  mark(): Mark {
    return {
      serial: ++this.#serial,
      memory: this.memory.mark(),
      objects: this.objects.mark(),
      undo: this.#undo.length,
      threads: this.#threads.length,
      steps: this.steps,
      events: this.events.count,
      lanes: this.events.lanes.length,
      started: this.started,
      current: this.#current,
      holder: this.#holder,
      computing: this.#computing,
    };
  }

  /** Takes back everything since the mark; costs what was changed. The mark stays good, those made after it are void. */
  backTo(mark: Mark): void {
    let allocated = this.#threads.length > mark.threads;
    while (this.#undo.length > mark.undo) {
      const undo = this.#undo.pop();
      if (undo !== undefined && this.#undoOne(undo)) allocated = true;
    }
    this.#threads.length = mark.threads;
    this.memory.undoTo(mark.memory);
    this.objects.undoTo(mark.objects);
    if (allocated) for (const { machine } of this.#threads) machine.heap.forget();
    this.#serial = mark.serial;
    this.events.lanes.length = mark.lanes;
    this.#standAt(mark);
    this.#computing = mark.computing;
  }

  /** True when the thread had taken heap meanwhile. */
  #undoOne({ thread, flags, image, savedAt, imagedAt }: Undo): boolean {
    restoreFlags(thread, flags);
    thread.savedAt = savedAt;
    if (image === null) return false;
    thread.imagedAt = imagedAt;
    const allocated = thread.machine.heap.next !== image.heapNext;
    thread.machine.restore(image);
    return allocated;
  }

  /** Puts a thread aside before it changes, once after each mark. */
  #save(thread: SteppedThread, withMachine: boolean): void {
    const saved = thread.savedAt === this.#serial;
    const imaged = thread.imagedAt === this.#serial;
    if ((saved && !withMachine) || imaged) return;
    const { savedAt, imagedAt } = thread;
    const image = withMachine ? thread.machine.image() : null;
    this.#undo.push({ thread, flags: flagsOf(thread), savedAt, image, imagedAt });
    thread.savedAt = this.#serial;
    if (withMachine) thread.imagedAt = this.#serial;
  }

  /** All as it is between two steps. Makes all marks void; costs what was written since the last image. */
  capture(): SimulationImage {
    if (this.#computing !== NOBODY) throw new InternalError(`thread ${this.#computing} is in the middle of a step`);
    const image = {
      steps: this.steps,
      events: this.events.count,
      lanes: this.events.lanes.slice(),
      started: this.started,
      current: this.#current,
      holder: this.#holder,
      moved: this.#moved.slice(),
      memory: this.memory.capture(),
      objects: this.objects.capture(),
      threads: this.#threads.map((thread) => ({ thread, flags: flagsOf(thread), machine: thread.machine.image() })),
    };
    this.forget();
    return image;
  }

  /** Makes everything as it was when the image was made. Makes all marks void. */
  load(image: SimulationImage): void {
    this.memory.restore(image.memory);
    this.objects.load(image.objects);
    this.forget();
    this.#threads.length = 0;
    for (const { thread, flags, machine } of image.threads) {
      restoreFlags(thread, flags);
      thread.machine.restore(machine.copy());
      thread.machine.heap.forget();
      this.#threads.push(thread);
    }
    this.#standAt(image);
    this.events.lanes.splice(0, Number.POSITIVE_INFINITY, ...image.lanes);
    this.#moved = [...image.moved];
  }

  /** Makes all marks void, and stops keeping what changes. */
  forget(): void {
    this.memory.forget();
    this.objects.forget();
    this.#undo.length = 0;
    for (const thread of this.#threads) {
      thread.savedAt = this.#serial;
      thread.imagedAt = this.#serial;
    }
  }

  /** What is kept beside memory, objects and threads. */
  #standAt({ steps, events, started, current, holder }: Mark | SimulationImage): void {
    this.steps = steps;
    this.events.count = events;
    this.started = started;
    this.#current = current;
    this.#holder = holder;
    this.#computing = NOBODY;
    this.#looked = NOBODY;
    this.#dirty = false;
    this.#expiring = false;
    this.#choices = null;
    this.#alive = this.#threads.reduce((sum, { stage }) => sum + (stage === STAGE.ENDED ? 0 : 1), 0);
  }

  /** Bytes of heap that threads have taken. */
  get heapBytes(): number {
    return (this.memory.load(CONTROL.HEAP_NEXT) - heapBase(this.program.slotCount)) * 4;
  }

  /** A heap to read values with. */
  createReadingHeap(): Heap {
    return new Heap(this.memory, this.program, new Allocator(refuseChunk));
  }
}

/** Thrown out of a machine that computes for long. */
class SliceUsed extends Error {
  override readonly name = "SliceUsed";
}

function refuseChunk(): never {
  throw new InternalError("reading values allocates nothing");
}
