/** How components read facts and reach actions: through one context, so that nothing in the page is a global. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Actions } from "./actions.ts";
import type { Course, Desk } from "./desk.ts";
import type { Facts } from "./facts.ts";
import type { Pending } from "./pending.ts";

export interface PageContext {
  readonly desk: Desk;
  readonly actions: Actions;
}

const Context = createContext<PageContext | null>(null);

/** Gives a tree of components its page. */
export const PageProvider = Context.Provider;

function usePage(): PageContext {
  const page = useContext(Context);
  if (page === null) throw new Error("a component was used outside its PageProvider");
  return page;
}

/** What `select` picks from the facts; draws again when that changes. It must give the same object for the same facts. */
export function useFacts<T>(select: (facts: Facts) => T): T {
  return useStore(usePage().desk.facts, select);
}

export function useActions(): Actions {
  return usePage().actions;
}

/** Where a component tells that it draws outside React, so that `idle()` waits for it. */
export function usePending(): Pending {
  return usePage().desk.pending;
}

export function useCourse(): Course {
  return usePage().desk.course;
}
