/** Keeps the fault of one part of the page from taking the rest with it: says what went wrong and offers to load the page anew,
 * since a script that could not be loaded is not asked for a second time. */
import type { ReactNode } from "react";
import { Component } from "react";
import classes from "./fallible.module.css";
import { useSpeech } from "./use-words.ts";

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

export class Fallible extends Component<Props, State> {
  override readonly state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Failure reason={error.message} />;
  }
}

function Failure({ reason }: { readonly reason: string }) {
  const { words } = useSpeech();
  return (
    <div className={classes.failure} role="alert">
      <p>
        <b>{words.partFailed}</b> {reason}
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        {words.loadAnew}
      </button>
    </div>
  );
}
