/** Stands in for the editor where its script could not be loaded: the listing can be read and run, but not changed. */
import type { EditorProps } from "./editor-props.ts";
import { StaticListing } from "./StaticListing.tsx";

export function ListingWithoutEditor({ source, language, label, threads }: EditorProps) {
  return <StaticListing source={source} language={language} label={label} threads={threads} />;
}
