/** The way to the litmus tests, in the list and among the cards: a real link, followed in place by a plain click. */
import type { ReactNode } from "react";
import { useActions } from "../state/use-facts.ts";

interface Props {
  readonly className: string;
  readonly current?: boolean;
  readonly onChosen?: () => void;
  readonly children: ReactNode;
}

/** The test that is shown first. */
const FIRST = "SB";

export function LitmusLink({ className, current = false, onChosen, children }: Props) {
  const actions = useActions();
  return (
    <a
      href={`?litmus=${FIRST}`}
      className={className}
      aria-current={current ? "page" : undefined}
      data-action="litmus"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onChosen?.();
        void actions.showLitmus(FIRST);
      }}
    >
      {children}
    </a>
  );
}
