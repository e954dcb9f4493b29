/**
 * The life of one thread of a gated run: takes a turn, does that act itself, gives the turn on, until it has ended or the run stops.
 * Rule: it does what the turns say and nothing else; whether that was possible its world finds out.
 */
import { unreachable } from "../../base/errors.ts";
import type { ThreadId } from "../../base/ids.ts";
import { CONTROL } from "../../memory/layout.ts";
import { takeRoom } from "../../memory/own-heap.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";
import type { Machine } from "../../python/index.ts";
import { StopSignal } from "../../sync/context.ts";
import { createSyncContext } from "../../sync/thread-context.ts";
import type { ToWorker } from "../parallel/messages.ts";
import type { Recorder } from "../parallel/recorder.ts";
import { createMachine, type WorkerSurroundings, worldParts } from "../parallel/thread-parts.ts";
import { Gate, type GateSettings } from "./gate.ts";
import { Divergence, GatedContext, GatedInterpreter, GatedWorld } from "./gated-world.ts";
import { VERB } from "../../program/operation.ts";
import { isWaitTurn, kindOfTurn, timesOfTurn, TURN } from "./turns.ts";

export interface GatedLife {
  readonly thread: ThreadId;
  readonly memory: SharedMemory;
  readonly recorder: Recorder;
  readonly message: ToWorker;
  readonly gates: GateSettings;
  readonly surroundings: WorkerSurroundings;
}

/** Runs one thread from its first turn to its end, or until it is stopped. @throws Divergence */
export function liveAtGate(life: GatedLife): void {
  const { words } = life.memory;
  if (Atomics.load(words, CONTROL.STOP) !== 0) return;
  const thread = new GatedThread(life);
  try {
    thread.live();
  } catch (error) {
    if (!(error instanceof StopSignal)) throw error;
    thread.abandon();
  }
}

class GatedThread {
  readonly #life: GatedLife;
  readonly #gate: Gate;
  readonly #context: GatedContext;
  readonly #world: GatedWorld;
  readonly #interpreter: GatedInterpreter | null;
  #machine: Machine | null = null;

  constructor(life: GatedLife) {
    const { thread, memory, recorder, message, gates, surroundings } = life;
    const { settings } = message;
    const { clock, program } = surroundings;
    this.#life = life;
    const { words } = memory;
    this.#gate = new Gate(gates, createSyncContext({ words, thread, clock }), clock);
    this.#interpreter = settings.python === "3.10" ? new GatedInterpreter(recorder, thread) : null;
    this.#context = new GatedContext(words, thread, this.#gate, this.#interpreter);
    this.#world = new GatedWorld(
      {
        ...worldParts(memory, program, thread, takeRoom),
        context: this.#context,
        clock,
        recorder,
        settings,
        createInterpreter: () => this.#interpreter,
      },
      this.#interpreter,
    );
  }

  live(): void {
    let ended = false;
    while (!ended) {
      const turn = this.#gate.take();
      this.#context.turn = turn;
      ended = this.#act(turn);
      this.#gate.done();
    }
  }

  /** The run stops. */
  abandon(): void {
    this.#world.abandon();
  }

  /** One act. True when it was the thread's last. */
  #act(turn: number): boolean {
    const kind = kindOfTurn(turn);
    switch (kind) {
      case TURN.START:
        this.#world.begin();
        this.#machine = createMachine(this.#world, this.#life.surroundings);
        this.#machine.heap.keepNoStrings();
        return false;
      case TURN.ADVANCE:
        this.#body.advance();
        return false;
      case TURN.GO:
        this.#goOn(timesOfTurn(turn));
        return false;
      case TURN.PERFORM:
      case TURN.WAIT:
      case TURN.EXPIRE:
      case TURN.EXPIRE_AND_WAIT:
        this.#operate();
        return false;
      case TURN.ENTER:
      case TURN.LEAVE:
        this.#interpreter?.obey(turn);
        return false;
      case TURN.END:
        this.#world.end(this.#body.failed);
        return true;
      case TURN.OVER:
        throw new Divergence("a thread got the turn behind the last act");
      default:
        return unreachable(kind);
    }
  }

  /** The operation, over as many turns as it takes, and what its last turn has behind it. */
  #operate(): void {
    const body = this.#body;
    if (isWaitTurn(this.#context.turn) && body.next.verb === VERB.SELECT) return this.#world.tellSelectWait(body.next);
    body.perform();
    const { turn } = this.#context;
    if (kindOfTurn(turn) !== TURN.GO) return;
    body.advance();
    this.#goOn(timesOfTurn(turn) - 1);
  }

  #goOn(times: number): void {
    const body = this.#body;
    for (let time = 0; time < times; time++) body.performAndAdvance();
  }

  get #body(): Machine {
    if (this.#machine === null) throw new Divergence(`thread ${this.#life.thread} got a turn before it began`);
    return this.#machine;
  }
}
