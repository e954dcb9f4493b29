/** When what is to be drawn has been drawn. A hidden tab draws nothing, so there a turn of the event loop is enough. */

/** Longest wait for a frame: a window that is covered may get none, in milliseconds. */
const LONGEST_WAIT_MS = 300;

export async function whenDrawn(): Promise<void> {
  await nextTurn();
  if (document.visibilityState !== "visible") return;
  await Promise.race([nextFrame().then(nextFrame), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))]);
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function nextTurn(): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
