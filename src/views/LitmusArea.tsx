/** The litmus tests in the place of stage, code and lesson; their screen comes when it is first wanted. */
import { lazy, Suspense, useEffect } from "react";
import classes from "./app.module.css";
import { Notices } from "./controls/Notices.tsx";
import { Fallible } from "./shared/Fallible.tsx";
import { Loading } from "./shared/Loading.tsx";
import { usePending } from "./state/use-facts.ts";

const load = () => import("./litmus/LitmusPage.tsx");
const LitmusPage = lazy(load);

export function LitmusArea() {
  const pending = usePending();
  useEffect(() => {
    // A failure shows in the area's place.
    pending.track<unknown>(load()).catch(() => undefined);
  }, [pending]);
  return (
    <>
      <div className={classes.notices}>
        <Notices />
      </div>
      <Fallible>
        <Suspense fallback={<Loading className={classes.blank} />}>
          <LitmusPage />
        </Suspense>
      </Fallible>
    </>
  );
}
