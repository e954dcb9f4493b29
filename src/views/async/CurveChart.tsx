/** The curves themselves: workers to the right, gain upwards, both doubling from mark to mark, so that a gain as great as the workers is a straight line. */
import { line, scaleLog } from "d3";
import { threadColour } from "../shared/thread-colours.ts";
import classes from "./async.module.css";
import { bestOf } from "./curve.ts";
import type { Curve, CurvePoint } from "./curve.ts";
import { useAsyncWords } from "./use-async-words.ts";

const WIDTH = 640;
const HEIGHT = 280;
const MARGIN = { top: 24, right: 96, bottom: 38, left: 46 };
/** A curve is told by its dashes too. */
const DASHES = [undefined, "7 4", "2 4"] as const;

interface Props {
  readonly curves: readonly Curve[];
  readonly cores: number;
}

export function CurveChart({ curves, cores }: Props) {
  const { loop: words, formats } = useAsyncWords();
  const all = curves.flatMap(({ points }) => points);
  const most = Math.max(2, ...all.map(({ workers }) => workers));
  const least = Math.min(0.5, ...all.map(({ gain }) => gain));
  const x = scaleLog([1, most], [MARGIN.left, WIDTH - MARGIN.right]).base(2);
  const y = scaleLog([least, most], [HEIGHT - MARGIN.bottom, MARGIN.top]).base(2);
  const path = line<CurvePoint>()
    .x(({ workers }) => x(workers))
    .y(({ gain }) => y(gain));
  const marks = doublings(most);
  return (
    <figure aria-label={describe()} className={classes.curveFigure}>
      <svg className={classes.curve} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {marks.map((mark) => (
          <g key={mark} className={classes.curveMark}>
            <line x1={x(mark)} x2={x(mark)} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} />
            <line x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(mark)} y2={y(mark)} />
            <text x={x(mark)} y={HEIGHT - MARGIN.bottom + 15} textAnchor="middle">
              {formats.number(mark)}
            </text>
            <text x={MARGIN.left - 7} y={y(mark) + 4} textAnchor="end">
              {formats.number(mark)}×
            </text>
          </g>
        ))}
        <text className={classes.curveAxis} x={WIDTH - MARGIN.right} y={HEIGHT - 6} textAnchor="end">
          {words.curveWorkers}
        </text>
        <text className={classes.curveAxis} x={4} y={13}>
          {words.curveGain}
        </text>
        <line className={classes.curveIdeal} x1={x(1)} y1={y(1)} x2={x(most)} y2={y(most)}>
          <title>{words.curveIdeal}</title>
        </line>
        {cores > 0 && cores <= most && (
          <g className={classes.curveCores}>
            <line x1={x(cores)} x2={x(cores)} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} />
            <text x={x(cores) + 6} y={HEIGHT - MARGIN.bottom - 7}>
              {words.curveCores(formats.number(cores))}
            </text>
          </g>
        )}
        {curves.map(({ name, points }, at) => {
          const last = points[points.length - 1];
          return (
            <g
              key={name}
              className={classes.curveLine}
              style={{ "--thread": threadColour(at + 1) } as React.CSSProperties}
            >
              <path d={path(points) ?? ""} strokeDasharray={DASHES[at % DASHES.length]} />
              {points.map((point) => (
                <circle key={point.workers} cx={x(point.workers)} cy={y(point.gain)} r="3.5" />
              ))}
              <text x={x(last.workers) + 9} y={y(last.gain) + 4}>
                {words.curveNames[name] ?? name}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );

  function describe(): string {
    const told = curves.map((one) => {
      const { gain, workers } = bestOf(one);
      return words.curveSays(words.curveNames[one.name] ?? one.name, formats.number(gain, 1), formats.number(workers));
    });
    return `${words.curveTitle}: ${[...told, ...(cores > 0 ? [words.curveCores(formats.number(cores))] : [])].join("; ")}`;
  }
}

/** 1, 2, 4… up to the number. */
function doublings(most: number): readonly number[] {
  const marks: number[] = [];
  for (let mark = 1; mark <= most; mark *= 2) marks.push(mark);
  return marks;
}
