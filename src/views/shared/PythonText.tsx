/** A line of Python in colour. */
import type { Token } from "./python-tokens.ts";
import classes from "./python-text.module.css";

export function PythonText({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map(({ kind, text }, index) =>
    kind === "plain" ? (
      text
    ) : (
      <span key={index} className={classes[kind]}>
        {text}
      </span>
    ),
  );
}
