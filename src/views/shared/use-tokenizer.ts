/** The tokens of a listing, by what it is written in. Rule: Python's come with the page, JavaScript's when a listing first needs them. */
import { useEffect, useState } from "react";
import type { ListingLanguage } from "../../engine/program/listing.ts";
import type { Token } from "./python-tokens.ts";
import { tokenizeLines } from "./python-tokens.ts";

/** A listing's lines, each as its tokens in order. */
export type Tokenizer = (source: string) => readonly (readonly Token[])[];

/** Without colours until the language's tokens are there. */
export function useTokenizer(language: ListingLanguage): Tokenizer {
  const [loaded, setLoaded] = useState<Tokenizer | null>(null);
  useEffect(() => {
    if (language === "python" || loaded !== null) return;
    void load(setLoaded).catch(() => undefined);
  }, [language, loaded]);
  return language === "python" ? tokenizeLines : (loaded ?? plainLines);
}

async function load(take: (given: () => Tokenizer) => void): Promise<void> {
  const { tokenizeScript } = await import("./script-tokens.ts");
  take(() => tokenizeScript);
}

const plainLines: Tokenizer = (source) =>
  source.split("\n").map((text) => (text === "" ? [] : [{ kind: "plain", text } satisfies Token]));
