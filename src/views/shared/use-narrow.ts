/** Whether the page is so narrow that what stands side by side elsewhere stands one above the other. */
import { useSyncExternalStore } from "react";

/** As in the style sheets. */
const NARROW = "(max-width: 760px)";

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = matchMedia(NARROW);
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => matchMedia(NARROW).matches,
  );
}
