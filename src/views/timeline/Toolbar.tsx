/** The row above the lanes: stepping, where the playhead stands, zoom, find, table and help. */
import type { ReactNode } from "react";
import { Icon } from "../shared/Icon.tsx";
import type { IconName } from "../shared/Icon.tsx";
import type { Command } from "./keys.ts";
import type { TimelineTexts } from "./texts.ts";
import type { AxisChoice } from "./timeline-props.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly texts: TimelineTexts;
  readonly position: string;
  readonly isTable: boolean;
  readonly run: (command: Command) => void;
  /** In place of stepping by events and of the position. */
  readonly controls?: ReactNode;
  readonly axis?: AxisChoice;
}

export function Toolbar({ texts, position, isTable, run, controls, axis }: Props) {
  const button = (
    label: string,
    icon: IconName,
    command: Command,
    more?: { readonly word?: string; readonly pressed?: boolean; readonly end?: boolean },
  ): ReactNode => (
    <button
      type="button"
      className={classes.tool}
      title={label}
      aria-label={label}
      aria-pressed={more?.pressed}
      onClick={() => run(command)}
    >
      {more?.end !== true && <Icon name={icon} />}
      {more?.word !== undefined && <span className={classes.toolWord}>{more.word}</span>}
      {more?.end === true && <Icon name={icon} />}
    </button>
  );
  return (
    <div className={classes.toolbar}>
      {controls ?? (
        <>
          <div className={classes.tools}>
            {button(texts.toStart, "first", { do: "end", of: "first" })}
            {button(texts.stepBack, "back", { do: "step", by: -1, inLane: false }, { word: texts.stepBackShort })}
            {button(texts.stepOn, "on", { do: "step", by: 1, inLane: false }, { word: texts.stepOnShort, end: true })}
            {button(texts.toEnd, "last", { do: "end", of: "last" })}
          </div>
          <span className={classes.position}>{position}</span>
        </>
      )}
      <span className={classes.hint} aria-hidden="true">
        {isTable ? "" : texts.keysHint}
      </span>
      <div className={classes.tools}>
        {!isTable && axis !== undefined && <AxisSwitch texts={texts} axis={axis} />}
        {!isTable && button(texts.zoomOut, "zoomOut", { do: "zoom", factor: 0.5 })}
        {!isTable && button(texts.zoomIn, "zoomIn", { do: "zoom", factor: 2 })}
        {!isTable && button(texts.fit, "fit", { do: "fit" })}
        {button(texts.find, "find", { do: "find" })}
        {button(
          isTable ? texts.showLanes : texts.showTable,
          isTable ? "lanes" : "table",
          { do: "table" },
          { pressed: isTable },
        )}
        <button
          type="button"
          className={classes.tool}
          title={texts.help}
          aria-label={texts.help}
          onClick={() => run({ do: "help" })}
        >
          ?
        </button>
      </div>
    </div>
  );
}

/** One button for both: what it says is how the lanes are laid out when it is pressed. */
function AxisSwitch({ texts, axis: { by, onChange } }: { readonly texts: TimelineTexts; readonly axis: AxisChoice }) {
  return (
    <button
      type="button"
      className={classes.tool}
      data-action="axis"
      title={texts.byOrderHint}
      aria-pressed={by === "order"}
      onClick={() => onChange(by === "order" ? "time" : "order")}
    >
      {texts.byOrder}
    </button>
  );
}
