/** One press to the other language; nothing is loaded anew. */
import type { Language } from "../../engine/program/scenario.ts";
import { useSpeech } from "../shared/use-words.ts";
import { useActions } from "../state/use-facts.ts";

export function LanguageSwitch() {
  const { words, language } = useSpeech();
  const actions = useActions();
  const other: Language = language === "en" ? "zh-CN" : "en";
  return (
    <button
      type="button"
      className="button"
      data-action="language"
      lang={other}
      onClick={() => void actions.setLanguage(other)}
      title={words.switchLanguage}
    >
      {words.otherLanguage}
    </button>
  );
}
