/** The bar that is always in sight: name, mode, run and stop, where the page stands, share, language, theme. */
import { useSpeech } from "../shared/use-words.ts";
import { useActions } from "../state/use-facts.ts";
import { EnvironmentBadge } from "./EnvironmentBadge.tsx";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
import { Logo } from "./Logo.tsx";
import { ModeSwitch } from "./ModeSwitch.tsx";
import { RunButton } from "./RunButton.tsx";
import { ShareButton } from "./ShareButton.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import classes from "./top-bar.module.css";

interface Props {
  readonly menuOpen: boolean;
  readonly onMenu: () => void;
}

export function TopBar({ menuOpen, onMenu }: Props) {
  const { words } = useSpeech();
  const actions = useActions();
  return (
    <header className={classes.bar}>
      <button
        type="button"
        className={classes.menu}
        aria-expanded={menuOpen}
        aria-controls="catalogue"
        aria-label={words.menu}
        onClick={onMenu}
      >
        <svg
          width="18"
          height="18"
          viewBox="0 0 18 18"
          aria-hidden="true"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
        >
          <path d="M2 4h14M2 9h14M2 14h14" />
        </svg>
      </button>
      <a
        className={classes.logo}
        aria-label={words.name}
        href="?catalogue=1"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          void actions.openCatalogue();
        }}
      >
        <Logo />
        <span className={classes.name}>{words.name}</span>
      </a>
      <ModeSwitch />
      <RunButton />
      <span className={classes.gap} />
      <EnvironmentBadge />
      <ShareButton />
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  );
}
