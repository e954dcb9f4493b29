/** Numbers, times and values as a reader of each language writes them. Rule: every number on the page goes through Intl. */
import type { Language } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";

export interface Formats {
  /** A count or another number, with a true minus sign. */
  number(value: number, digits?: number): string;
  /** A number with so many digits, whatever they are: in columns. */
  fixed(value: number, digits: number): string;
  /** A share from 0 to 1 as percent. */
  percent(share: number): string;
  /** A duration given in milliseconds, in the unit that suits it. */
  duration(ms: number): string;
  bytes(count: number): string;
  /** A plain value for the outcome bar; long ones are cut after `longest` characters. */
  plain(value: Plain, missing: string, longest?: number): string;
  /** Names or numbers one after the other. */
  list(items: readonly string[]): string;
}

/** Symbols of the SI where a language uses them, as the lanes write them. */
const UNITS = {
  second: { en: "s", "zh-CN": "秒" },
  millisecond: { en: "ms", "zh-CN": "毫秒" },
  microsecond: { en: "µs", "zh-CN": "微秒" },
  megabyte: { en: "MB", "zh-CN": "MB" },
  kilobyte: { en: "kB", "zh-CN": "kB" },
  byte: { en: "B", "zh-CN": "B" },
} as const;

const cache = new Map<Language, Formats>();

/** The formats of a language; made once. */
export function formatsFor(language: Language): Formats {
  let formats = cache.get(language);
  if (formats === undefined) cache.set(language, (formats = createFormats(language)));
  return formats;
}

/** Between thousands, as the texts of the scenarios write numbers: narrow and never broken. */
const THIN_SPACE = "\u202f";

function createFormats(language: Language): Formats {
  const spaced = (options: Intl.NumberFormatOptions, value: number): string =>
    new Intl.NumberFormat(language, options)
      .formatToParts(value)
      .map(({ type, value: part }) => (type === "group" ? THIN_SPACE : type === "minusSign" ? "−" : part))
      .join("");
  const number = (value: number, digits = 0): string => spaced({ maximumFractionDigits: digits }, value);
  const unit = (value: number, name: keyof typeof UNITS, digits: number): string =>
    `${number(value, digits)} ${UNITS[name][language]}`;

  /** As Python prints it, but for the space between thousands. */
  function describe(value: Plain, missing: string): string {
    if (value === null) return missing;
    if (typeof value === "number") return number(value, 6);
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "string") return value;
    if (Array.isArray(value)) return `[${value.map((one) => inside(one as Plain)).join(", ")}]`;
    return Object.entries(value as Readonly<Record<string, Plain>>)
      .map(([key, one]) => `${key} ${describe(one, missing)}`)
      .join(" · ");
  }

  function inside(value: Plain): string {
    return typeof value === "string" ? `'${value}'` : describe(value, "None");
  }

  return {
    number,
    fixed: (value, digits) => spaced({ minimumFractionDigits: digits, maximumFractionDigits: digits }, value),
    plain(value, missing, longest = 60) {
      const text = describe(value, missing);
      return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    },
    percent: (share) => spaced({ style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }, share),
    duration(ms) {
      if (ms >= 1000) return unit(ms / 1000, "second", 2);
      if (ms >= 1) return unit(ms, "millisecond", ms < 10 ? 2 : ms < 100 ? 1 : 0);
      return unit(ms * 1000, "microsecond", 0);
    },
    bytes(count) {
      if (count >= 1_048_576) return unit(count / 1_048_576, "megabyte", 1);
      return count >= 1024 ? unit(count / 1024, "kilobyte", 0) : unit(count, "byte", 0);
    },
    // Names of a listing are Latin: in Chinese a comma of the language's own stands between them, not a word that would run into them.
    list: (items) =>
      language === "zh-CN" ? items.join("、") : new Intl.ListFormat(language, { type: "conjunction" }).format(items),
  };
}
