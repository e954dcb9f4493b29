/** The errors of a listing in words, with their places and what to write instead. */
import type { Diagnostic } from "../../engine/program/listing.ts";
import { useSpeech } from "../shared/use-words.ts";
import classes from "./code.module.css";

export function Diagnostics({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  const { words } = useSpeech();
  return (
    <ul className={classes.diagnostics} aria-live="polite" hidden={diagnostics.length === 0}>
      {diagnostics.map((one, index) => (
        <li key={index}>
          <b>{one.kind}</b>
          {words.errorAt(String(one.line), String(one.column), one.message)}
          {one.instead !== undefined && <> {words.instead(one.instead)}</>}
        </li>
      ))}
    </ul>
  );
}
