/**
 * Many random schedules of one listing, each done by the simulator and then, in a series, by the same real workers behind gates. Rule: the two
 * must agree event for event, and on who has ended, or the schedule is told that they did not agree on.
 */
import type { Clock } from "../base/clock.ts";
import { createRandom } from "../base/random.ts";
import { heapBase, STATE } from "../memory/layout.ts";
import { setHeapApart, setRoom, wipeApart } from "../memory/own-heap.ts";
import type { SharedMemory } from "../memory/shared-memory.ts";
import type { Choice } from "../program/stepping.ts";
import type { CompiledProgram } from "../python/index.ts";
import { assertSameEvents } from "../runtime/gated/same-events.ts";
import { TurnWriter } from "../runtime/gated/turns.ts";
import { Coordinator, type RunRecord } from "../runtime/parallel/coordinator.ts";
import { RunMemories } from "../runtime/parallel/run-memories.ts";
import type { WarmWorkers } from "../runtime/parallel/warm-workers.ts";
import type { SimulationSettings } from "../runtime/stepped/settings.ts";
import { Simulation, type SimulationImage } from "../runtime/stepped/simulation.ts";
import { STAGE } from "../runtime/stepped/stepped-thread.ts";
import type { RingRecords } from "../trace/assemble.ts";

/** A listing, compiled. */
export interface Listing {
  readonly source: string;
  readonly program: CompiledProgram;
  readonly settings: SimulationSettings;
}

/** What the simulator did with the choices of a seed. */
interface Planned {
  readonly path: readonly Choice[];
  readonly turns: Int32Array;
  readonly records: readonly RingRecords[];
  readonly events: number;
  /** By thread. */
  readonly ended: readonly boolean[];
}

const NOTHING: Planned = { path: [], turns: new Int32Array(0), records: [], events: 0, ended: [] };
const MOST_STEPS = 200;
const TURNS_BYTES = 2 ** 18;
const ROOM_BYTES = 1024 * 1024;
const PATIENCE_MS = 20_000;

/** The simulator, taken back to the beginning for each schedule. */
class RandomPlans {
  readonly #simulation: Simulation;
  readonly #begun: TurnWriter;
  readonly #image: SimulationImage;
  #writer = new TurnWriter();

  constructor({ program, settings }: Listing) {
    const journal = { act: (...act: Parameters<TurnWriter["act"]>) => this.#writer.act(...act) };
    this.#simulation = new Simulation(program, { ...settings, record: true }, Number.POSITIVE_INFINITY, journal);
    while (this.#simulation.computing >= 0) this.#simulation.goOn();
    this.#begun = this.#writer;
    this.#image = this.#simulation.capture();
  }

  plan(seed: number): Planned {
    const simulation = this.#simulation;
    simulation.load(this.#image);
    this.#writer = this.#begun.copy();
    const path = this.#choose(seed);
    return {
      path,
      turns: new Int32Array(this.#writer.finish()),
      records: simulation.events.records(simulation.threads.length),
      events: simulation.events.count,
      ended: simulation.threads.map(({ stage }) => stage === STAGE.ENDED),
    };
  }

  #choose(seed: number): Choice[] {
    const simulation = this.#simulation;
    const random = createRandom(seed);
    const path: Choice[] = [];
    for (let choices = simulation.choices(); choices.length > 0 && path.length < MOST_STEPS; ) {
      const choice = choices[random.below(choices.length)];
      path.push(choice);
      simulation.take(choice);
      while (simulation.computing >= 0) simulation.goOn();
      choices = simulation.choices();
    }
    return path;
  }

  get threads(): number {
    return this.#simulation.threads.length;
  }
}

/** Follows schedules of listings on one set of workers. */
export class GatedSeries {
  readonly #workers: WarmWorkers;
  readonly #clock: Clock;
  readonly #memories = new RunMemories();

  constructor(workers: WarmWorkers, clock: Clock) {
    this.#workers = workers;
    this.#clock = clock;
  }

  /** Does the schedule of each seed in both places. @returns how many events they agreed on @throws Divergence, Error when a worker fails */
  async follow(listing: Listing, seeds: readonly number[]): Promise<number> {
    const plans = new RandomPlans(listing);
    const turns = new SharedArrayBuffer(TURNS_BYTES);
    const memory = this.#memories.take(listing.program.slotCount, listing.settings.heapBytes + ROOM_BYTES);
    const coordinator = this.#coordinate(listing, memory, turns, Math.max(4, plans.threads));
    let planned = NOTHING;
    let fault: unknown = null;
    let events = 0;
    const before = (run: number): void => {
      planned = plans.plan(seeds[run]);
      prepare(memory, listing);
      new Int32Array(turns).set(planned.turns);
    };
    const told = (record: RunRecord): void => {
      try {
        assertAgree(planned, record);
        events += planned.events;
      } catch (error) {
        fault ??= new Error(`schedule ${planned.path.join(" ")}: ${(error as Error).message}`, { cause: error });
        coordinator.stop();
      }
      wipeApart(memory);
    };
    try {
      const { clean } = await coordinator.runSeries({ from: 0, to: seeds.length, before, told });
      if (clean) this.#memories.giveBack(memory);
    } catch (error) {
      fault ??= new Error(`schedule ${planned.path.join(" ")}: ${(error as Error).message}`, { cause: error });
    }
    if (fault !== null) throw fault;
    return events;
  }

  #coordinate(listing: Listing, memory: SharedMemory, turns: SharedArrayBuffer, workers: number): Coordinator {
    const { python, secondMs, switchMs, seed, cores } = listing.settings;
    const epochMs = this.#clock.nowMs();
    const plan = {
      program: { source: listing.source, parameters: {} },
      settings: { python, secondMs, switchMs, seed, cores, record: true, epochMs, shaken: false },
      memory: memory.words,
      timeoutMs: PATIENCE_MS,
      slots: listing.program.slotCount,
      workers,
      holderOf: () => "anybody" as const,
      gated: { gates: { turns, spinUs: 20, paceMs: 0 }, status: "finished" as const, patienceMs: PATIENCE_MS },
    };
    return new Coordinator(plan, this.#workers, this.#clock);
  }
}

/** The heap as a gated run has it. */
function prepare(memory: SharedMemory, { program, settings }: Listing): void {
  setRoom(memory, heapBase(program.slotCount) + settings.heapBytes / 4);
  setHeapApart(memory, settings.heapBytes / 4);
}

function assertAgree({ records, ended }: Planned, record: RunRecord): void {
  assertSameEvents(records, record.records);
  const really = record.threads.map(({ state }) => state === STATE.ENDED);
  if (really.join() !== ended.join())
    throw new Error(`ended: on the simulator ${ended.join()}, really ${really.join()}`);
}
