/** Words of explore mode in the language on show, beside those of the page. */
import type { Language } from "../../engine/program/scenario.ts";
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { ExploreWords } from "./words-en.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

const DICTIONARIES: Readonly<Record<Language, ExploreWords>> = { en, "zh-CN": zh };

export interface ExploreSpeech extends Speech {
  readonly explore: ExploreWords;
}

/** @param speech that of the page */
export function exploreSpeech(speech: Speech): ExploreSpeech {
  return { ...speech, explore: DICTIONARIES[speech.language] };
}

export function useExploreWords(): ExploreSpeech {
  return exploreSpeech(useSpeech());
}
