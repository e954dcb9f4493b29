/** What was measured of this page's surroundings, in one line. */
import { useSpeech } from "../shared/use-words.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./top-bar.module.css";

export function EnvironmentBadge() {
  const { words, formats } = useSpeech();
  const { isolated, engine, cores, clockResolutionUs } = useFacts(({ environment }) => environment);
  const parts = [
    isolated ? words.isolated : words.notIsolated,
    ...(engine === "simulator" ? [words.simulated] : []),
    words.cores(cores, formats.number(cores)),
    words.clock(formats.number(clockResolutionUs)),
  ];
  return (
    <span
      className={classes.environment}
      data-engine={engine}
      title={engine === "simulator" ? words.simulatedHint : words.environmentHint}
    >
      <span className={classes.dot} data-tone={isolated ? "good" : "bad"} aria-hidden="true" />
      {parts.join(" · ")}
    </span>
  );
}
