/**
 * Binary search in ascending columns, with a guess: who asks from left to right knows about where the next answer lies, and
 * then a few look-ups near the guess are enough.
 */

/** Index of the last of the first `count` values that is at most `wanted`; −1 if there is none. */
export function lastAtMost(values: Float64Array, count: number, wanted: number, guess = count >> 1): number {
  if (count === 0) return -1;
  let low = Math.max(0, Math.min(count - 1, guess));
  let high = low;
  let step = 1;
  if (values[low] <= wanted) {
    high = low + 1;
    while (high < count && values[high] <= wanted) {
      low = high;
      high += step;
      step *= 2;
    }
    if (high > count) high = count;
  } else {
    low--;
    while (low >= 0 && values[low] > wanted) {
      high = low;
      low -= step;
      step *= 2;
    }
    if (low < -1) low = -1;
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= wanted) low = middle;
    else high = middle;
  }
  return low;
}

/** The same for rows of a trace, by their times. */
export function lastRowAtMost(
  rows: Int32Array,
  count: number,
  time: Float64Array,
  wanted: number,
  guess = count >> 1,
): number {
  if (count === 0) return -1;
  let low = Math.max(0, Math.min(count - 1, guess));
  let high = low;
  let step = 1;
  if (time[rows[low]] <= wanted) {
    high = low + 1;
    while (high < count && time[rows[high]] <= wanted) {
      low = high;
      high += step;
      step *= 2;
    }
    if (high > count) high = count;
  } else {
    low--;
    while (low >= 0 && time[rows[low]] > wanted) {
      high = low;
      low -= step;
      step *= 2;
    }
    if (low < -1) low = -1;
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (time[rows[middle]] <= wanted) low = middle;
    else high = middle;
  }
  return low;
}
