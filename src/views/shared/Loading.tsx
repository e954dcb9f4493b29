/** What stands where a part of the page is still being loaded. Rule: while it stands, the page is not idle. */
import { useLayoutEffect } from "react";
import { usePending } from "../state/use-facts.ts";
import { useSpeech } from "./use-words.ts";

export function Loading({ className }: { readonly className?: string | undefined }) {
  const { words } = useSpeech();
  const pending = usePending();
  useLayoutEffect(() => {
    let leave = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const detach = pending.addPicture(() => gone);
    return () => {
      detach();
      leave();
    };
  }, [pending]);
  return <p className={className}>{words.loading}…</p>;
}
