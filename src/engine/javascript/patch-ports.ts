/**
 * Observes message channels. Rule: a message is a task from the moment when it was sent to a port that listens; until somebody listens it
 * waits and is no task.
 */
import type { Recorder } from "./recorder.ts";
import { type LaneNow, TASKS } from "./script-record.ts";

type Listener = (event: { readonly data: unknown }) => void;

/** A port as browsers and Node have it, as far as it is used here. */
export interface PortLike {
  addEventListener(type: "message", listener: Listener): void;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export interface ChannelLike {
  readonly port1: PortLike;
  readonly port2: PortLike;
}

/** What a channel needs of the tasks. */
export interface PortTasks {
  runTask(lane: LaneNow, work: () => void): void;
  /** So many messages more, or fewer, are on their way to somebody who listens. */
  onChange(by: number): void;
}

export function watchChannel(channel: ChannelLike, recorder: Recorder, tasks: PortTasks): ChannelLike {
  const one = new WatchedPort(channel.port1, recorder, tasks);
  const two = new WatchedPort(channel.port2, recorder, tasks);
  one.install(two);
  two.install(one);
  return channel;
}

class WatchedPort {
  readonly #port: PortLike;
  readonly #recorder: Recorder;
  readonly #tasks: PortTasks;
  /** Messages on their way to it. */
  #coming: LaneNow[] = [];
  #listener: unknown = null;
  #isStarted = false;
  #isClosed = false;

  constructor(port: PortLike, recorder: Recorder, tasks: PortTasks) {
    this.#port = port;
    this.#recorder = recorder;
    this.#tasks = tasks;
  }

  /** Puts functions of its own over the port's. What is sent comes out at `other`. */
  install(other: WatchedPort): void {
    const port = this.#port;
    const post = port.postMessage.bind(port);
    const start = port.start.bind(port);
    const close = port.close.bind(port);
    const listen = port.addEventListener.bind(port);
    const open = (): void => {
      // Not before: in Node listening starts a port.
      if (!this.#isStarted) listen("message", (event) => this.#deliver(event));
      start();
      this.#start();
    };
    Object.assign(port, {
      postMessage: (message: unknown) => {
        post(message);
        other.#expect();
      },
      start: open,
      close: () => {
        close();
        this.#close();
        other.#close();
      },
      addEventListener: () => {
        throw new TypeError("use onmessage to listen to a port here");
      },
    });
    Object.defineProperty(port, "onmessage", {
      get: () => this.#listener,
      set: (listener: unknown) => {
        this.#listener = listener;
        open();
      },
    });
  }

  #expect(): void {
    if (this.#isClosed) return;
    const line = this.#recorder.running?.line ?? 0;
    const lane = this.#recorder.newLane(`onmessage:${line}`, "message", line);
    this.#recorder.tell("task-create", { object: TASKS, other: lane.id });
    this.#coming.push(lane);
    if (this.#isStarted) this.#ready([lane]);
  }

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#ready(this.#coming);
  }

  #ready(lanes: readonly LaneNow[]): void {
    for (const { id } of lanes) this.#recorder.tell("task-wake", { object: TASKS, other: id });
    this.#tasks.onChange(lanes.length);
  }

  #deliver(event: { readonly data: unknown }): void {
    const lane = this.#coming.shift();
    if (lane === undefined) return;
    this.#tasks.runTask(
      lane,
      () => void (typeof this.#listener === "function" && Reflect.apply(this.#listener, this.#port, [event])),
    );
    this.#tasks.onChange(-1);
  }

  /** What is still on its way is not waited for. */
  #close(): void {
    this.#isClosed = true;
    const left = this.#isStarted ? this.#coming.length : 0;
    this.#coming = [];
    this.#tasks.onChange(-left);
  }
}
