/** Which key means what while the timeline has the focus (WCAG 2.1.4: never otherwise). Pure: a key in, a command out. */

export type Command =
  | { readonly do: "pan"; readonly part: number }
  | { readonly do: "zoom"; readonly factor: number }
  | { readonly do: "fit" | "find" | "help" | "announce" | "table" | "let-go" | "compare" }
  | { readonly do: "step"; readonly by: 1 | -1; readonly inLane: boolean }
  | { readonly do: "span" | "handover" | "lane"; readonly by: 1 | -1 }
  | { readonly do: "end"; readonly of: "first" | "last" };

/** What of a keyboard event decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const PAN = 0.18;
const ZOOM = 1.5;

const commands: Readonly<Record<string, Command>> = {
  a: { do: "pan", part: -PAN },
  d: { do: "pan", part: PAN },
  ArrowLeft: { do: "pan", part: -PAN },
  ArrowRight: { do: "pan", part: PAN },
  w: { do: "zoom", factor: ZOOM },
  s: { do: "zoom", factor: 1 / ZOOM },
  "+": { do: "zoom", factor: ZOOM },
  "=": { do: "zoom", factor: ZOOM },
  "-": { do: "zoom", factor: 1 / ZOOM },
  "−": { do: "zoom", factor: 1 / ZOOM },
  f: { do: "fit" },
  "/": { do: "find" },
  "?": { do: "help" },
  t: { do: "table" },
  r: { do: "compare" },
  Enter: { do: "announce" },
  Escape: { do: "let-go" },
  ".": { do: "step", by: 1, inLane: false },
  ",": { do: "step", by: -1, inLane: false },
  ">": { do: "step", by: 1, inLane: true },
  "<": { do: "step", by: -1, inLane: true },
  n: { do: "span", by: 1 },
  p: { do: "span", by: -1 },
  "]": { do: "handover", by: 1 },
  "[": { do: "handover", by: -1 },
  ArrowDown: { do: "lane", by: 1 },
  ArrowUp: { do: "lane", by: -1 },
  Home: { do: "end", of: "first" },
  End: { do: "end", of: "last" },
};

/** Full-width signs that a Chinese keyboard gives for the same keys. */
const sameKey: Readonly<Record<string, string>> = {
  "，": ",",
  "。": ".",
  "《": "<",
  "》": ">",
  "【": "[",
  "】": "]",
  "？": "?",
  "、": "/",
  "／": "/",
  "＋": "+",
  "－": "-",
  "＝": "=",
};

/** The command of a key press; undefined where the key is not the timeline's. Combinations belong to the browser. */
export function commandOf({ key, ctrlKey, metaKey, altKey }: KeyPress): Command | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const plain = sameKey[key] ?? (key.length === 1 ? key.toLowerCase() : key);
  return Object.hasOwn(commands, plain) ? commands[plain] : undefined;
}

/** For the overview of keys: what is pressed, and the name of its text. */
export const KEY_ROWS = [
  { keys: ["A", "D", "←", "→"], text: "pan" },
  { keys: ["W", "S", "+", "−"], text: "zoom" },
  { keys: ["F"], text: "fit" },
  { keys: [",", "."], text: "step" },
  { keys: ["<", ">"], text: "stepInLane" },
  { keys: ["P", "N"], text: "span" },
  { keys: ["[", "]"], text: "handover" },
  { keys: ["↑", "↓"], text: "lane" },
  { keys: ["Home", "End"], text: "ends" },
  { keys: ["Enter"], text: "announce" },
  { keys: ["/"], text: "find" },
  { keys: ["T"], text: "table" },
  { keys: ["R"], text: "compare" },
  { keys: ["Shift"], text: "range" },
  { keys: ["⟲"], text: "wheel" },
  { keys: ["?"], text: "help" },
] as const;

/** Of a history of steps: what chooses and plays comes first, and some keys go by steps. */
export const STEP_KEY_ROWS = [
  { keys: ["1", "…", "9"], text: "letGo" },
  { keys: ["0"], text: "letMainGo" },
  { keys: [",", "."], text: "oneStep" },
  { keys: ["Home", "End"], text: "stepEnds" },
  { keys: ["␣"], text: "play" },
  ...KEY_ROWS.filter(({ text }) => text !== "step" && text !== "ends"),
] as const;
