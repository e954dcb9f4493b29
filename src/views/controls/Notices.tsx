/** Messages of the page: refused values, a stranger's listing, failures of the surroundings. They never cover anything. */
import { NotSharing } from "./NotSharing.tsx";
import { NoticeText } from "./NoticeText.tsx";
import type { Notice } from "../state/facts.ts";
import { useSpeech } from "../shared/use-words.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import classes from "./notices.module.css";

export function Notices() {
  const { words } = useSpeech();
  const notices = useFacts((facts) => facts.notices);
  const shares = useFacts(({ environment }) => environment.sharedMemory);
  return (
    <section aria-label={words.messages} aria-live="polite" className={classes.notices}>
      {!shares && <NotSharing />}
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function OneNotice({ notice }: { readonly notice: Notice }) {
  const { words } = useSpeech();
  const actions = useActions();
  const isTooLarge = notice.kind === "problem" && notice.problem.allowed.kind === "events";
  return (
    <div className={classes.notice} data-tone={notice.kind === "stranger" ? "note" : "bad"} data-notice={notice.kind}>
      <p>
        <NoticeText notice={notice} />
      </p>
      {isTooLarge && (
        <button type="button" className="button" onClick={() => void actions.runShown({ record: false })}>
          {words.runUnrecorded}
        </button>
      )}
      <button
        type="button"
        className={classes.dismiss}
        aria-label={words.dismiss}
        title={words.dismiss}
        onClick={() => actions.dismissNotice(notice.id)}
      >
        ×
      </button>
    </div>
  );
}
