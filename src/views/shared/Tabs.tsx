/**
 * Tabs with one panel below, by the keyboard pattern of the ARIA Authoring Practices: Tab goes to the chosen tab, arrows
 * move along, Home and End to the ends.
 */
import type { KeyboardEvent, ReactNode } from "react";
import { useId, useRef } from "react";
import classes from "./tabs.module.css";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: ReactNode;
}

interface Props<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
  /** Stands at the end of the row of tabs. */
  readonly extra?: ReactNode;
  /** The chosen tab's content. */
  readonly children: ReactNode;
}

export function Tabs<Name extends string>({ label, tabs, chosen, onChoose, extra, children }: Props<Name>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  function moveTo(index: number): void {
    const next = tabs[(index + tabs.length) % tabs.length];
    onChoose(next.name);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    moveTo(target);
  }

  return (
    <>
      <div className={classes.row}>
        <div role="tablist" aria-label={label} className={classes.list} ref={list}>
          {tabs.map((tab) => (
            <button
              key={tab.name}
              type="button"
              role="tab"
              data-tab={tab.name}
              id={`${id}-${tab.name}`}
              aria-selected={tab.name === chosen}
              aria-controls={`${id}-panel`}
              tabIndex={tab.name === chosen ? 0 : -1}
              className={`tab ${classes.tab}`}
              onClick={() => onChoose(tab.name)}
              onKeyDown={onKeyDown}
            >
              {tab.label}
            </button>
          ))}
        </div>
        {extra}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${chosen}`}
        tabIndex={0}
        className={classes.panel}
      >
        {children}
      </div>
    </>
  );
}
