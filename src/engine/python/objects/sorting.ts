/**
 * Stable sorting by `<` as `list.sort` does: later items are asked whether they are less than earlier ones, first the second of
 * the first, so that messages name the types in CPython's order.
 */
import { COMPARE } from "../bytecode.ts";
import type { Host } from "../native.ts";
import { compareStrings } from "../text/index.ts";
import type { Value } from "../values.ts";
import { compareValues } from "./compare.ts";

/** Order of positions 0…n−1 that sorts `keys`. @throws NeedsPython, TypeError for what has no order */
export function sortedOrder(host: Host, keys: readonly Value[], reverse: boolean): number[] {
  const order = keys.map((_, i) => i);
  // Equal keys keep their order also when sorted the other way round: reversed before and after.
  if (reverse) order.reverse();
  const sorted = sortBy(host, order, keys);
  return reverse ? sorted.reverse() : sorted;
}

function sortBy(host: Host, order: number[], keys: readonly Value[]): number[] {
  if (keys.every((key) => typeof key === "number")) return order.sort((a, b) => keys[a] - keys[b]);
  if (keys.every((key) => typeof key === "string")) return order.sort((a, b) => compareStrings(keys[a], keys[b]));
  return mergeSort(order, (later, earlier) => compareValues(host, COMPARE.LT, keys[later], keys[earlier]));
}

type IsLess = (later: number, earlier: number) => boolean;

/** Short stretches are sorted by insertion, in the order of questions that CPython's sort has. */
const STRETCH = 64;

function mergeSort(items: number[], isLess: IsLess): number[] {
  if (items.length <= STRETCH) return insertionSort(items, isLess);
  const middle = items.length >> 1;
  return merge(mergeSort(items.slice(0, middle), isLess), mergeSort(items.slice(middle), isLess), isLess);
}

function insertionSort(items: number[], isLess: IsLess): number[] {
  for (let i = countRun(items, isLess); i < items.length; i++) {
    const pivot = items[i];
    let low = 0;
    let high = i;
    while (low < high) {
      const middle = low + ((high - low) >> 1);
      if (isLess(pivot, items[middle])) high = middle;
      else low = middle + 1;
    }
    items.splice(i, 1);
    items.splice(low, 0, pivot);
  }
  return items;
}

/** How many items at the start are in order already; a strictly falling start is turned round. */
function countRun(items: number[], isLess: IsLess): number {
  if (items.length < 2) return items.length;
  const falls = isLess(items[1], items[0]);
  let end = 2;
  while (end < items.length && isLess(items[end], items[end - 1]) === falls) end++;
  if (falls) items.splice(0, end, ...items.slice(0, end).reverse());
  return end;
}

function merge(left: readonly number[], right: readonly number[], isLess: IsLess): number[] {
  const merged: number[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) merged.push(isLess(right[j], left[i]) ? right[j++] : left[i++]);
  while (i < left.length) merged.push(left[i++]);
  while (j < right.length) merged.push(right[j++]);
  return merged;
}
