/** Copies the address of exactly what is on show. */
import { useState } from "react";
import { useSpeech } from "../shared/use-words.ts";
import { useActions } from "../state/use-facts.ts";
import classes from "./top-bar.module.css";

/** How long the confirmation stays, in milliseconds. */
const TOAST_MS = 2500;

export function ShareButton() {
  const { words } = useSpeech();
  const actions = useActions();
  const [toast, setToast] = useState<string | null>(null);

  async function share(): Promise<void> {
    const copied = await actions.copyAddress();
    setToast(copied ? words.copied : words.copyFailed);
    setTimeout(() => setToast(null), TOAST_MS);
  }

  return (
    <>
      <button
        type="button"
        className="button"
        title={words.shareHint}
        aria-label={words.share}
        onClick={() => void share()}
      >
        <svg
          width="14"
          height="14"
          viewBox="0 0 14 14"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="M7 9V1.5M4.2 4 7 1.2 9.8 4M2 7v5.3h10V7" />
        </svg>
        <span className={classes.shareText}>{words.share}</span>
      </button>
      {toast !== null && <span className={classes.toast}>{toast}</span>}
    </>
  );
}
