/** Asks the laboratory for bytecode and errors of the listing on show; runs nothing. The newest listing wins. */
import type { ListingLanguage } from "../../engine/program/listing.ts";
import type { CompiledListing } from "./facts.ts";
import type { Desk } from "./desk.ts";
import { notifyFault } from "./desk.ts";
import { createTurns } from "./newest.ts";
import { getListingLanguage, getSource } from "./selectors.ts";

export interface Compiling {
  /** Compiles what is on show now, unless that is known already. */
  compileShown(): Promise<void>;
  /** Compiles any listing without showing it. @throws where the laboratory cannot start */
  compile(source: string, language?: ListingLanguage): Promise<CompiledListing>;
}

export function createCompiling(desk: Desk): Compiling {
  const turns = createTurns();

  async function compile(source: string, language: ListingLanguage = "python"): Promise<CompiledListing> {
    const answer = await desk.laboratory().compile(source, undefined, language);
    return "diagnostics" in answer
      ? { source, listing: null, diagnostics: answer.diagnostics, parameters: [] }
      : { source, listing: answer, diagnostics: [], parameters: answer.parameters };
  }

  async function compileShown(): Promise<void> {
    const source = getSource(desk.facts.getState());
    if (desk.facts.getState().compiled?.source === source) return;
    const turn = turns.take();
    try {
      const compiled = await compile(source, getListingLanguage(desk.facts.getState()));
      const before = desk.facts.getState().compiled;
      const parameters = compiled.listing === null ? (before?.parameters ?? []) : compiled.parameters;
      if (turns.isNewest(turn)) desk.facts.setState({ compiled: { ...compiled, parameters } });
    } catch (error) {
      if (turns.isNewest(turn)) notifyFault(desk, "compile", error);
    }
  }

  return { compile, compileShown: () => desk.pending.track(compileShown()) };
}
