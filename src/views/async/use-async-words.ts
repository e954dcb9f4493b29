/** Words of the async panel in the language on show, beside those of the page. */
import type { Language } from "../../engine/program/scenario.ts";
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { AsyncWords } from "./words-en.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

const DICTIONARIES: Readonly<Record<Language, AsyncWords>> = { en, "zh-CN": zh };

export interface AsyncSpeech extends Speech {
  readonly loop: AsyncWords;
}

/** @param speech that of the page */
export function asyncSpeech(speech: Speech): AsyncSpeech {
  return { ...speech, loop: DICTIONARIES[speech.language] };
}

export function useAsyncWords(): AsyncSpeech {
  return asyncSpeech(useSpeech());
}
