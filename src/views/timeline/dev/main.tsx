/** A page with one timeline and a synthetic trace: `?trace=bank|mixed|crowd|race|locked&lang=zh-CN&theme=dark&events=N`. */
import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import type { Language } from "../../../engine/program/scenario.ts";
import { buildIndex } from "../../../engine/trace/lanes.ts";
import "../../shared/tokens.css";
import "../../shared/base.css";
import { Timeline } from "../Timeline.tsx";
import type { TimelineControl } from "../timeline-props.ts";
import { bank, crowd, mixed, race } from "./synthetic-traces.ts";
import type { Synthetic } from "./synthetic-traces.ts";

declare global {
  // What scripts that measure or photograph this page take hold of.
  var timeline: TimelineControl | undefined;
}

const query = new URLSearchParams(location.search);
const language: Language = query.get("lang") === "zh-CN" ? "zh-CN" : "en";
const theme = query.get("theme") === "dark" ? "dark" : "light";
document.documentElement.dataset["theme"] = theme;
document.documentElement.lang = language;

function make(name: string): Synthetic {
  const events = Number(query.get("events") ?? 4_000_000);
  if (name === "mixed") return mixed();
  if (name === "crowd") return crowd(Number(query.get("threads") ?? 64));
  if (name === "race") return race(events);
  return name === "locked" ? race(events, true) : bank();
}

const synthetic = make(query.get("trace") ?? "bank");
const began = performance.now();
const index = buildIndex(synthetic.trace);
console.info(`index of ${synthetic.trace.count} events: ${(performance.now() - began).toFixed(0)} ms`);

function Page() {
  const [playhead, setPlayhead] = useState(synthetic.playhead);
  const [selection, setSelection] = useState<number | null>(null);
  const control = useRef<TimelineControl>(null);
  return (
    <div style={{ height: "calc(100dvh - 32px)", padding: 16 }}>
      <Timeline
        ref={(node) => {
          control.current = node;
          globalThis.timeline = node ?? undefined;
        }}
        trace={synthetic.trace}
        index={index}
        playhead={playhead}
        onPlayhead={setPlayhead}
        selection={selection}
        onSelection={setSelection}
        language={language}
        theme={theme}
        arrows={synthetic.arrows}
        marks={synthetic.marks}
      />
    </div>
  );
}

const app = document.getElementById("app");
if (app !== null) createRoot(app).render(<Page />);
