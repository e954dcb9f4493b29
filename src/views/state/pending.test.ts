import { expect, test } from "vitest";
import { createPending } from "./pending.ts";

function deferred() {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

test("all is drawn only when a picture that takes another's place is drawn as well", async () => {
  const pending = createPending();
  const first = deferred();
  const second = deferred();
  const takeAway = pending.addPicture(() => first.promise);
  let isOver = false;
  const over = pending.allDrawn().then(() => (isOver = true));
  takeAway();
  pending.addPicture(() => second.promise);
  first.resolve();
  await first.promise;
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  second.resolve();
  await over;
});

test("what was started while others were under way is waited for, failed or not", async () => {
  const pending = createPending();
  const first = deferred();
  const second = deferred();
  void pending.track(first.promise);
  let isOver = false;
  const over = pending.none().then(() => (isOver = true));
  pending.track(second.promise).catch(() => undefined);
  first.resolve();
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  second.reject(new Error("not loaded"));
  await over;
});
