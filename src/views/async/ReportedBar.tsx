/** The progress that the program has reported up to the playhead, as a bar. */
import classes from "./async.module.css";
import type { ReportedProgress } from "./reported-progress.ts";
import { useAsyncWords } from "./use-async-words.ts";

export function ReportedBar({ report }: { readonly report: ReportedProgress | null }) {
  const { loop: words, formats } = useAsyncWords();
  const share = report?.share ?? 0;
  return (
    <p className={classes.reported} data-reported={share}>
      <span>{words.reported}</span>
      <progress aria-label={words.reported} max={1} value={share} />
      <span className="mono">
        {formats.percent(share)} {report?.says}
      </span>
    </p>
  );
}
