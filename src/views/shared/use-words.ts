/** The words and formats of the language on show; changing it redraws what uses them, without a reload. */
import type { Language } from "../../engine/program/scenario.ts";
import { getLanguage } from "../state/selectors.ts";
import { useFacts } from "../state/use-facts.ts";
import type { Formats } from "./formats.ts";
import { formatsFor } from "./formats.ts";
import type { Words } from "./words-en.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

const DICTIONARIES: Readonly<Record<Language, Words>> = { en, "zh-CN": zh };

export interface Speech {
  readonly language: Language;
  readonly words: Words;
  readonly formats: Formats;
}

export function speechFor(language: Language): Speech {
  return SPEECHES[language];
}

const SPEECHES: Readonly<Record<Language, Speech>> = {
  en: { language: "en", words: DICTIONARIES.en, formats: formatsFor("en") },
  "zh-CN": { language: "zh-CN", words: DICTIONARIES["zh-CN"], formats: formatsFor("zh-CN") },
};

/** Words, formats and language on show. */
export function useSpeech(): Speech {
  return speechFor(useFacts(getLanguage));
}
