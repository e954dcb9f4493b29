/**
 * Lets a worker that computes for long hear its messages. Rule: a message to oneself and not a timer, which browsers hold back for
 * milliseconds once it has been set often.
 */

const { port1, port2 } = new MessageChannel();
let waiting: (() => void)[] = [];
port1.addEventListener("message", () => {
  const ready = waiting;
  waiting = [];
  for (const goOn of ready) goOn();
});

/** Resolves when messages that have come meanwhile have been heard. */
export function breathe(): Promise<void> {
  port1.start();
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
