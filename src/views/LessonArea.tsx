/** Below the lanes: the lesson, and the broken listing beside the mended one. */
import classes from "./app.module.css";
import { Compare } from "./code/Compare.tsx";
import { DownloadLink } from "./controls/DownloadLink.tsx";
import { Lesson } from "./controls/Lesson.tsx";
import { WaysArea } from "./WaysArea.tsx";
import { getPlace } from "./state/query.ts";
import { useFacts } from "./state/use-facts.ts";

export function LessonArea() {
  const scenario = useFacts((facts) => facts.scenario);
  const isOwn = useFacts(({ query }) => getPlace(query) === "own");
  return (
    <div className={classes.lessonArea}>
      {isOwn && <DownloadLink name="interleave" />}
      {scenario !== null && (
        <>
          <WaysArea />
          <Lesson scenario={scenario} />
          <Compare scenario={scenario} />
        </>
      )}
    </div>
  );
}
