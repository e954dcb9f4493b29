/** Words of step mode in the language on show, beside those of the page. */
import type { Language } from "../../engine/program/scenario.ts";
import type { Speech } from "../shared/use-words.ts";
import { useSpeech } from "../shared/use-words.ts";
import type { StepWords } from "./words-en.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

const DICTIONARIES: Readonly<Record<Language, StepWords>> = { en, "zh-CN": zh };

export interface StepSpeech extends Speech {
  readonly step: StepWords;
}

/** @param speech that of the page */
export function stepSpeech(speech: Speech): StepSpeech {
  return { ...speech, step: DICTIONARIES[speech.language] };
}

export function useStepWords(): StepSpeech {
  return stepSpeech(useSpeech());
}
