/** Words of the litmus tests in the language on show, beside those of the page. */
import type { Language } from "../../engine/program/scenario.ts";
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { LitmusWords } from "./words-en.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

const DICTIONARIES: Readonly<Record<Language, LitmusWords>> = { en, "zh-CN": zh };

export interface LitmusSpeech extends Speech {
  readonly litmus: LitmusWords;
}

export function useLitmusWords(): LitmusSpeech {
  const speech = useSpeech();
  return { ...speech, litmus: DICTIONARIES[speech.language] };
}
