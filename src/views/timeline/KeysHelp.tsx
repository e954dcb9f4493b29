/** The overview of keys, as a dialog: Escape closes it and the focus goes back to where it was. */
import { useEffect, useRef } from "react";
import { Icon } from "../shared/Icon.tsx";
import { KEY_ROWS, STEP_KEY_ROWS } from "./keys.ts";
import type { TimelineTexts } from "./texts.ts";
import classes from "./timeline.module.css";

interface Props {
  readonly texts: TimelineTexts;
  /** Whether the lanes are a history of steps, which has keys of its own. */
  readonly isStepped: boolean;
  readonly onClose: () => void;
}

export function KeysHelp({ texts, isStepped, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const node = dialog.current;
    node?.showModal();
    return () => node?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes.help}
      aria-label={texts.keysTitle}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header>
        <h2>{texts.keysTitle}</h2>
        <button
          type="button"
          className={classes.tool}
          aria-label={texts.close}
          title={texts.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <p>{texts.keysNote}</p>
      <dl>
        {(isStepped ? STEP_KEY_ROWS : KEY_ROWS).map(({ keys, text }) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{texts.keys[text]}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
