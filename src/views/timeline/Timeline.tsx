/**
 * The timeline: toolbar, minimap, lanes (or the table of the same events), legend. It puts its parts together and holds what is
 * looked at only here: the selected stretch, the open panels, the pointer's place. Everything else is given or told.
 */
import { useCallback, useEffect, useId, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { CSSProperties, KeyboardEvent } from "react";
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import { seqAt } from "../../engine/trace/lanes-look-up.ts";
import { EventTable } from "./EventTable.tsx";
import { FindBar } from "./FindBar.tsx";
import { KeysHelp } from "./KeysHelp.tsx";
import { LaneHeads } from "./LaneHeads.tsx";
import { layOutLanes } from "./lane-rows.ts";
import { laneStatus } from "./lane-status.ts";
import { Legend } from "./Legend.tsx";
import { commandOf } from "./keys.ts";
import { TRAVEL_MS } from "./motion.ts";
import { formatMomentShort } from "./numbers.ts";
import type { Hit } from "./pick.ts";
import { RangeCard } from "./RangeCard.tsx";
import { AXIS_HEIGHT } from "./scene.ts";
import type { SceneFacts } from "./scene.ts";
import { speakRange, tellHit } from "./sentences.ts";
import type { Telling } from "./sentences.ts";
import { textsFor } from "./texts.ts";
import type { TimelineProps } from "./timeline-props.ts";
import classes from "./timeline.module.css";
import { Toolbar } from "./Toolbar.tsx";
import { Tooltip } from "./Tooltip.tsx";
import { useCommands } from "./use-commands.ts";
import { usePalette } from "./use-palette.ts";
import { useScrub } from "./use-scrub.ts";
import { useSize } from "./use-size.ts";
import { MINIMAP_HEIGHT, useStage } from "./use-stage.ts";
import { around, boundsOf, lengthOf } from "./viewport.ts";
import type { Viewport } from "./viewport.ts";

const NO_ARROWS: NonNullable<TimelineProps["arrows"]> = [];
const NO_BRACKETS: NonNullable<TimelineProps["brackets"]> = [];
const NO_KINDS: NonNullable<TimelineProps["arrowKinds"]> = new Set();
const NO_MARKS: NonNullable<TimelineProps["marks"]> = [];

export function Timeline(props: TimelineProps) {
  const { trace, index, playhead, onPlayhead, selection, onSelection, language, theme, frames, ref } = props;
  const { arrows = NO_ARROWS, brackets = NO_BRACKETS, marks = NO_MARKS, arrowKinds = NO_KINDS } = props;
  const { describe, onCompare, steps, heads: headSlot, controls, axis } = props;
  const clocked = props.clocked ?? trace;
  const texts = textsFor(language);
  const hintId = useId();
  const root = useRef<HTMLDivElement>(null);
  const stageNode = useRef<HTMLDivElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const lanesCanvas = useRef<HTMLCanvasElement>(null);
  const minimapCanvas = useRef<HTMLCanvasElement>(null);
  const brush = useRef<SVGSVGElement>(null);
  const heads = useRef<HTMLDivElement>(null);
  const scrollbar = useRef<HTMLDivElement>(null);
  const palette = usePalette(root, theme);
  const { width, height } = useSize(plot);
  const [lane, setLane] = useState(0);
  const [range, setRange] = useState<{ readonly viewport: Viewport; readonly isDone: boolean } | null>(null);
  const [hover, setHover] = useState<{ readonly hit: Hit; readonly x: number; readonly y: number } | null>(null);
  const [panel, setPanel] = useState<"find" | "help" | null>(null);
  const [isTable, setIsTable] = useState(false);
  const [said, setSaid] = useState("");
  // Readers announce changes only: the same sentence again gets a space that nobody hears.
  const say = useCallback(
    (sentence: string) => setSaid((before) => (before === sentence ? `${sentence}\u00a0` : sentence)),
    [],
  );

  const leastHeight = headSlot?.leastHeight;
  const rows = useMemo(
    () => layOutLanes(index.lanes, Math.max(0, height - AXIS_HEIGHT), leastHeight),
    [index, height, leastHeight],
  );
  /** Lanes of a finished run may go by order, too: only in step mode one chooses who goes. */
  const isStepped = steps?.onStep !== undefined;
  const stepUnit = steps?.unit ?? null;
  const room = steps === undefined ? 0 : (steps.room + 1) * steps.unit;
  const bounds = useMemo(() => boundsOf(index.start, Math.max(index.end, room)), [index, room]);
  const telling = useMemo<Telling>(
    () => ({ trace, index, texts, describe: describe ?? ((seq) => describeEvent(trace, seq, language)) }),
    [trace, index, texts, describe, language],
  );
  const {
    moment: scrubbed,
    scrub,
    place,
  } = useScrub(
    playhead,
    playhead >= 0 ? trace.time[playhead] : index.start,
    // Between two steps the nearer one counts.
    (at) => seqAt(trace, index, stepUnit === null ? at : at - stepUnit / 2),
    onPlayhead,
    frames,
  );

  // After a step means between it and the next.
  const moment = steps === undefined ? scrubbed : (steps.at + 1) * steps.unit;

  const facts = useMemo<SceneFacts | null>(
    () =>
      palette === null || width === 0
        ? null
        : {
            trace,
            index,
            bounds,
            texts,
            palette,
            rows,
            width,
            height,
            selection,
            moment,
            arrows,
            brackets,
            marks,
            lane,
            range: range?.viewport ?? null,
            opening: room === 0 ? bounds : { start: bounds.start, end: Math.min(bounds.end, room) },
            stepUnit,
          },
    [
      trace,
      index,
      bounds,
      texts,
      palette,
      rows,
      width,
      height,
      selection,
      moment,
      arrows,
      brackets,
      marks,
      lane,
      range,
      room,
      stepUnit,
    ],
  );

  const choose = useCallback(
    (seq: Seq | null) => {
      onSelection(seq);
      if (seq !== null) onPlayhead(seq);
    },
    [onSelection, onPlayhead],
  );

  const stage = useStage(
    { plot, lanes: lanesCanvas, minimap: minimapCanvas, brush, heads, scrollbar },
    facts,
    {
      scrub,
      hover: setHover,
      chooseLane: setLane,
      range: (viewport, isDone) => {
        setRange(viewport === null ? null : { viewport, isDone });
        if (viewport !== null && isDone) say(speakRange(telling, viewport));
      },
      choose: (hit) => chooseHit(hit),
      zoomTo: (hit) => {
        if (hit.kind !== "lane") stage.moveTo(around(hit.start, hit.end, bounds), TRAVEL_MS);
      },
    },
    frames,
  );

  const commands = useCommands(
    stage,
    { telling, playhead, moment, selection, lane },
    {
      seek: place,
      choose: onSelection,
      chooseLane: setLane,
      say,
      onStep: steps?.onStep,
      onEnd: steps?.onEnd,
      openFind: () => setPanel("find"),
      openHelp: () => setPanel("help"),
      toggleTable: () => (isTable ? leaveTable() : setIsTable(true)),
      compare: () => onCompare?.(),
      letGo: () => (range === null ? onSelection(null) : setRange(null)),
    },
  );

  function chooseHit(hit: Hit | null): void {
    if (hit === null) return;
    setLane(hit.lane);
    if (hit.kind === "lane") return onSelection(null);
    const seq = hit.kind === "event" ? hit.seq : hit.kind === "holding" ? hit.acquire : hit.first;
    choose(seq);
    say(telling.describe(seq));
  }

  const focus = (): void => stageNode.current?.focus({ preventScroll: true });
  useImperativeHandle(ref, () => ({
    focus,
    fit: commands.fit,
    reveal: (seq) => stage.onceReady(() => commands.reveal(seq)),
    show: (viewport) => stage.onceReady(() => stage.moveTo(viewport, TRAVEL_MS)),
    viewport: () => stage.viewport,
    whenDrawn: () => stage.whenDrawn(),
  }));

  useEffect(() => {
    if (stepUnit !== null) stage.onceReady(() => stage.keepInView(moment));
  }, [stage, stepUnit, moment]);

  function onKeyDown(event: KeyboardEvent): void {
    // A button beside the lanes is pressed by the same keys as everywhere.
    if (event.target instanceof HTMLButtonElement && (event.key === "Enter" || event.key === " ")) return;
    const command = commandOf(event);
    if (command === undefined) return;
    event.preventDefault();
    setHover(null);
    commands.run(command);
  }

  const closePanel = (): void => {
    setPanel(null);
    focus();
  };
  const leaveTable = (): void => {
    setIsTable(false);
    // The lanes can take the focus only when they are shown again.
    setTimeout(focus, 0);
  };
  const statuses = useMemo(
    () => index.lanes.map((one) => laneStatus(trace, one, playhead, moment, texts)),
    [index, trace, playhead, moment, texts],
  );
  const states = useMemo(() => statesOf(index), [index]);
  const position =
    playhead < 0
      ? texts.beforeFirst(texts.count(trace.count))
      : texts.position(
          texts.count(playhead + 1),
          texts.count(trace.count),
          props.clocked === undefined
            ? steps === undefined
              ? formatMomentShort(moment, momentStep(bounds))
              : texts.afterStep(texts.count(steps.at))
            : formatMomentShort(clocked.time[playhead], momentStep({ start: 0, end: clocked.elapsedMs * 1000 })),
        );

  return (
    <section
      ref={root}
      className={classes.timeline}
      aria-label={texts.title}
      data-testid="timeline"
      style={headSlot === undefined ? undefined : ({ "--heads": `${headSlot.width}px` } as CSSProperties)}
    >
      <Toolbar texts={texts} position={position} isTable={isTable} run={commands.run} controls={controls} axis={axis} />
      {isTable && (
        <EventTable trace={clocked} texts={texts} playhead={playhead} onChoose={choose} onLeave={leaveTable} />
      )}
      <div className={classes.view} hidden={isTable}>
        <div className={classes.minimap} title={texts.minimap} style={{ height: MINIMAP_HEIGHT }}>
          <canvas ref={minimapCanvas} aria-hidden="true" />
          <svg ref={brush} aria-hidden="true" focusable="false" />
        </div>
        {/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- an application is interactive: it takes the keys */}
        <div
          ref={stageNode}
          className={classes.stage}
          role="application"
          aria-roledescription={texts.lanesRole}
          aria-label={texts.lanes(texts.count(index.lanes.length), texts.count(trace.count))}
          aria-describedby={hintId}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <LaneHeads
            ref={heads}
            trace={trace}
            lanes={index.lanes}
            rows={rows}
            statuses={statuses}
            chosen={lane}
            slot={headSlot}
          />
          <div ref={plot} className={classes.plot} data-testid="timeline-plot">
            <canvas ref={lanesCanvas} aria-hidden="true" />
            <div className={classes.scrollTrack} aria-hidden="true">
              <div ref={scrollbar} className={classes.scrollThumb} />
            </div>
          </div>
          {hover !== null && (
            <Tooltip told={tellHit(telling, hover.hit)} x={hover.x} y={hover.y} width={width} height={height} />
          )}
        </div>
        {trace.count === 0 && <p className={classes.empty}>{texts.empty}</p>}
        {range?.isDone === true && (
          <RangeCard
            telling={telling}
            range={range.viewport}
            onZoom={() => stage.moveTo(around(range.viewport.start, range.viewport.end, bounds), TRAVEL_MS)}
            onClose={() => {
              setRange(null);
              focus();
            }}
          />
        )}
      </div>
      {panel === "find" && (
        <FindBar
          trace={trace}
          texts={texts}
          playhead={playhead}
          onClose={closePanel}
          onFound={(seq) => {
            choose(seq);
            setLane(
              Math.max(
                0,
                index.lanes.findIndex(({ thread }) => thread === trace.thread[seq]),
              ),
            );
            commands.reveal(seq);
            say(telling.describe(seq));
          }}
        />
      )}
      <Legend index={index} texts={texts} states={states} arrows={arrowKinds} hasBrackets={brackets.length > 0} />
      <p className={classes.said} id={hintId}>
        {isStepped ? texts.stepsHint : texts.lanesHint}
      </p>
      <output className={classes.said} aria-live="polite">
        {said}
      </output>
      {panel === "help" && <KeysHelp texts={texts} isStepped={isStepped} onClose={closePanel} />}
    </section>
  );
}

/** The playhead's time is told with four digits of the whole run. */
function momentStep(bounds: Viewport): Microseconds {
  return lengthOf(bounds) / 10_000;
}

function statesOf({ lanes }: TimelineProps["index"]): ReadonlySet<number> {
  const states = new Set<number>();
  for (const { spans } of lanes) {
    for (let state = 0; state < 6; state++) if (!states.has(state) && spans.state.includes(state)) states.add(state);
  }
  return states;
}
