/** What every kind of chip is given. */
import type { Parameter } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";

export interface ChipProps {
  readonly parameter: Parameter;
  readonly value: Plain;
  /** Takes what was entered, right or wrong; whoever listens checks it. */
  readonly onChange: (value: unknown) => void;
}
