/** Light, dark, or as the system: one press goes to the next. */
import { useSpeech } from "../shared/use-words.ts";
import { THEMES } from "../state/query.ts";
import { getTheme } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./top-bar.module.css";

export function ThemeSwitch() {
  const { words } = useSpeech();
  const actions = useActions();
  const theme = useFacts(getTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  const label = words.themeNow(words.themes[theme], words.themes[next]);
  return (
    <button
      type="button"
      data-action="theme"
      className={`button ${classes.square}`}
      aria-label={label}
      title={label}
      onClick={() => void actions.setTheme(next)}
    >
      <svg
        width="18"
        height="18"
        viewBox="0 0 16 16"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      >
        <circle cx="8" cy="8" r="6" fill={theme === "dark" ? "currentColor" : "none"} />
        {theme === "auto" && <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />}
      </svg>
    </button>
  );
}
