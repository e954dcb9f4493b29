/**
 * Which key means what while step mode has the focus (WCAG 2.1.4: never otherwise). Pure: a key in, a wish out. Rule: the number of a
 * thread is its key; 0 is main.
 */
import type { ThreadId } from "../../engine/base/ids.ts";

export type StepWish =
  | { readonly do: "choose"; readonly thread: ThreadId }
  | { readonly do: "step"; readonly by: 1 | -1 }
  | { readonly do: "play" };

/** What of a keyboard event decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const WISHES: Readonly<Record<string, StepWish>> = {
  ",": { do: "step", by: -1 },
  "，": { do: "step", by: -1 },
  ".": { do: "step", by: 1 },
  "。": { do: "step", by: 1 },
  " ": { do: "play" },
};

/** The wish of a key press; undefined where the key is not step mode's. Combinations belong to the browser. */
export function stepWishOf({ key, ctrlKey, metaKey, altKey }: KeyPress): StepWish | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (/^\d$/.test(key)) return { do: "choose", thread: Number(key) };
  return Object.hasOwn(WISHES, key) ? WISHES[key] : undefined;
}
