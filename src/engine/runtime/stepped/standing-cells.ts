/**
 * What the threads of a stepped program share from the moment they exist, before any of them has touched it: module names that may change
 * while they run, and the elements of lists and dicts that functions use. A trace knows a place only once it was accessed.
 * Rule: values are those at the start of the first step.
 */
import type { Word } from "../../base/ids.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import { toSmallWord, UNBOUND } from "../../memory/words.ts";
import type { CompiledProgram } from "../../python/index.ts";
import type { Heap } from "../../python/heap.ts";
import { KIND } from "../../python/objects/kinds.ts";
import { dictPairs } from "../../python/objects/dicts.ts";
import { listLength, listWordsFrom } from "../../python/objects/lists.ts";
import { PyRef } from "../../python/values.ts";
import type { StandingCell } from "../../trace/snapshot.ts";
import type { ValueEntry } from "../../trace/trace.ts";
import type { MemoryReader } from "../decode.ts";
import { readerOf } from "./simulation-reader.ts";
import type { Simulation } from "./simulation.ts";

/** Elements of one container that are told. */
const MOST_ELEMENTS = 32;

/** @param simulation at the beginning of the first step; empty where no thread was started yet */
export function standingCells(simulation: Simulation): readonly StandingCell[] {
  const { program, initial } = simulation;
  const heap = simulation.createReadingHeap();
  const reader = readerOf(simulation);
  const used = slotsOfFunctions(program);
  return program.slots.flatMap(({ name, slot, visible }) => {
    const word = initial.get(GLOBALS_BASE + slot) ?? UNBOUND;
    if (word === UNBOUND || name.startsWith("__")) return [];
    if (visible) return [{ name, kind: "cell" as const, value: entryOf(reader, word) }];
    const value = heap.fromWord(word);
    return used.has(slot) && value instanceof PyRef ? elementsOf(heap, reader, value) : [];
  });
}

function slotsOfFunctions({ codes, main }: CompiledProgram): ReadonlySet<number> {
  const functions = codes.filter((code) => code !== undefined && code !== main.code);
  return new Set(functions.flatMap(({ globals }) => globals.map(({ slot }) => slot)));
}

function elementsOf(heap: Heap, reader: MemoryReader, container: PyRef): StandingCell[] {
  const { name, kind } = reader.object(container.at);
  return pairsOf(heap, container).map(([key, word]) => ({
    name,
    kind,
    key: entryOf(reader, key),
    value: entryOf(reader, word),
  }));
}

/** Key and value of each element, as words. */
function pairsOf(heap: Heap, container: PyRef): readonly (readonly [Word, Word])[] {
  switch (heap.kind(container)) {
    case KIND.LIST:
      return listWordsFrom(heap, container.at, 0, Math.min(listLength(heap, container.at), MOST_ELEMENTS)).map(
        (word, index) => [toSmallWord(index), word],
      );
    case KIND.DICT:
      return dictPairs(heap, container.at).slice(0, MOST_ELEMENTS);
    default:
      return [];
  }
}

function entryOf(reader: MemoryReader, word: Word): ValueEntry {
  const { repr, plain } = reader.value(word);
  return { repr, plain };
}
