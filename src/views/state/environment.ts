/** What this page may do here, measured once when it starts: isolation, shared memory, cores, the clock's real step. */
import type { Language } from "../../engine/program/scenario.ts";

export interface Environment {
  /** Whether the page is cross-origin isolated. */
  readonly isolated: boolean;
  readonly sharedMemory: boolean;
  /** Logical processors that the browser tells. */
  readonly cores: number;
  /** Smallest step of the page's clock, in microseconds. */
  readonly clockResolutionUs: number;
  /** `threads` where memory can be shared, `simulator` where it cannot. */
  readonly engine: "threads" | "simulator" | "recording";
}

/** Measures; takes at most a few milliseconds. */
export function measureEnvironment(): Environment {
  const isolated = globalThis.crossOriginIsolated === true;
  const sharedMemory = isolated && typeof SharedArrayBuffer === "function";
  return {
    isolated,
    sharedMemory,
    cores: navigator.hardwareConcurrency || 1,
    clockResolutionUs: measureClockStep(() => performance.now()),
    engine: sharedMemory ? "threads" : "simulator",
  };
}

/** Smallest step seen between two readings that differ, in microseconds; 20 steps or 10 ms are looked at. */
export function measureClockStep(nowMs: () => number): number {
  const start = nowMs();
  let last = start;
  let smallest = Infinity;
  for (let steps = 0; steps < 20 && last - start < 10; ) {
    const now = nowMs();
    if (now === last) continue;
    smallest = Math.min(smallest, now - last);
    last = now;
    steps++;
  }
  return Math.max(1, Math.round(smallest * 1000));
}

/** The reader's language from the browser's list: Chinese of any kind gives Simplified Chinese, all else English. */
export function preferredLanguage(tags: readonly string[]): Language {
  return tags[0]?.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}
