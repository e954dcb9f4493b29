/** The threads with their choices as a list, where the lanes have no room for them at their side. */
import type { ReactNode } from "react";
import classes from "./stepping.module.css";

export function ThreadChoices({ children }: { readonly children: readonly ReactNode[] }) {
  return (
    <ul className={classes.choices} data-refuge tabIndex={-1}>
      {children.map((child, index) => (
        <li key={index}>{child}</li>
      ))}
    </ul>
  );
}
