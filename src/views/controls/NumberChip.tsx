/**
 * A number: typed, stepped with − and +, or dragged on a range that opens below while the chip has the focus. What is
 * typed counts when the field is left or Enter is pressed.
 */
import { useEffect, useRef, useState } from "react";
import { useSpeech } from "../shared/use-words.ts";
import type { ChipProps } from "./chip-props.ts";
import { fractionOf, nextValue, readNumber, valueAt } from "./number-steps.ts";
import classes from "./chips.module.css";

export function NumberChip({ parameter, value, onChange }: ChipProps) {
  const { words, formats, language } = useSpeech();
  const [draft, setDraft] = useState<string | null>(null);
  const label = parameter.label[language];
  const current = Number(value);
  // Ordinary spaces between thousands: what stands in a field can be typed.
  const shown = draft ?? formats.number(current, 6).replaceAll(/\s/g, " ");

  function commit(): void {
    if (draft === null) return;
    setDraft(null);
    const read = readNumber(draft);
    if (read !== current) onChange(read ?? draft);
  }

  function step(direction: 1 | -1): void {
    setDraft(null);
    onChange(nextValue(parameter, current, direction));
  }

  return (
    <fieldset className={classes.chip} aria-label={label}>
      <span className={classes.name}>{label}</span>
      <button
        type="button"
        className={classes.step}
        aria-label={words.less(label)}
        disabled={current <= (parameter.min ?? -Infinity)}
        onClick={() => step(-1)}
      >
        −
      </button>
      <input
        className={classes.number}
        style={{ width: `${Math.max(2, shown.length) + 0.5}ch` }}
        inputMode="numeric"
        autoComplete="off"
        role="spinbutton"
        aria-label={label}
        aria-valuenow={current}
        aria-valuemin={parameter.min}
        aria-valuemax={parameter.max}
        name={parameter.name}
        value={shown}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          else if (event.key === "Escape") setDraft(null);
          else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
            event.preventDefault();
            step(event.key === "ArrowUp" ? 1 : -1);
          }
        }}
      />
      <button
        type="button"
        className={classes.step}
        aria-label={words.more(label)}
        disabled={current >= (parameter.max ?? Infinity)}
        onClick={() => step(1)}
      >
        +
      </button>
      {parameter.min !== undefined && parameter.max !== undefined && (
        <RangeBelow
          label={label}
          low={parameter.min}
          high={parameter.max}
          parameter={parameter}
          current={current}
          onChange={onChange}
        />
      )}
    </fieldset>
  );
}

interface RangeProps extends Pick<ChipProps, "parameter" | "onChange"> {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly current: number;
}

/** The range counts in thousandths of its length, so that wide parameters can be dragged evenly over their magnitudes. */
function RangeBelow({ label, low, high, parameter, current, onChange }: RangeProps) {
  const { formats } = useSpeech();
  const [dragged, setDragged] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const release = useRef<() => void>(() => undefined);
  useEffect(() => {
    release.current = () => {
      if (dragged !== null) onChange(dragged);
      setDragged(null);
    };
  });
  // React's onChange is the DOM's input event; the value counts when the hand lets go, which is the DOM's change event.
  useEffect(() => {
    const element = input.current;
    const onRelease = () => release.current();
    element?.addEventListener("change", onRelease);
    return () => element?.removeEventListener("change", onRelease);
  }, []);
  const value = dragged ?? current;
  return (
    <span className={classes.below}>
      <input
        ref={input}
        type="range"
        min={0}
        max={1000}
        value={Math.round(fractionOf(parameter, value) * 1000)}
        aria-label={label}
        aria-valuetext={formats.number(value, 6)}
        onChange={(event) => setDragged(valueAt(parameter, Number(event.target.value) / 1000))}
        onKeyDown={(event) => {
          // One key press is a thousandth of the way, which may round to the same whole number: arrows step instead.
          const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key] as
            | 1
            | -1
            | undefined;
          if (direction === undefined) return;
          event.preventDefault();
          onChange(nextValue(parameter, current, direction));
        }}
      />
      <span className={classes.bounds}>
        <span>{formats.number(low, 6)}</span>
        <b>{formats.number(value, 6)}</b>
        <span>{formats.number(high, 6)}</span>
      </span>
    </span>
  );
}
