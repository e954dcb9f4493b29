/**
 * Where the page is: addresses, scenarios, parameters, listings, language and theme. Rule: everything that an address
 * names goes through here, so that the address bar is always up to date.
 */
import type { Listing, ListingLanguage } from "../../engine/program/listing.ts";
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Language, Mode, Scenario } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import type { ReadAddress } from "./address.ts";
import { readAddress, writeAddress } from "./address.ts";
import type { Compiling } from "./compiling.ts";
import type { Desk } from "./desk.ts";
import { dismiss, notify, notifyFault } from "./desk.ts";
import type { Facts } from "./facts.ts";
import { listingFor, withLiteral } from "./listing-shown.ts";
import { createTurns } from "./newest.ts";
import { differingFrom, valuesOf } from "./parameter-values.ts";
import type { Problem } from "./problem.ts";
import type { Query, Theme } from "./query.ts";
import { EMPTY_QUERY, isSamePlace } from "./query.ts";
import {
  getListingLanguage,
  getParameters,
  getSource,
  getValues,
  parametersIn,
  programParameters,
  RUNTIME_PARAMETERS,
} from "./selectors.ts";

/** What is left of a run or of stepping when the reader looks at the program in another way. */
const NO_RESULT = {
  result: null,
  stepping: null,
  whatIf: null,
  confirming: null,
  pinning: null,
  cost: null,
  snapshot: null,
  playhead: -1,
  selection: null,
  kept: null,
  story: null,
  revealed: null,
};

/** What is left of a place when the reader goes elsewhere. */
const NOTHING_SHOWN = {
  ...NO_RESULT,
  scenario: null,
  compiled: null,
  exploring: null,
  repeated: null,
  challenge: null,
  ways: null,
};

/** Steps of one program mean nothing to another. */
const NO_STEPS = { schedule: null, step: null };

/** Milliseconds after the last keystroke until address and errors follow. */
const TYPING_PAUSE_MS = 250;

/** The scenario that the bare page opens with. */
const OPENING_SCENARIO = "bank-race";

type HowToWrite = "push" | "replace" | "leave";

export interface Moving {
  /** Shows what an address names; tells what was refused. */
  show(search: string, how: HowToWrite): Promise<readonly Problem[]>;
  chooseScenario(id: string): Promise<void>;
  openCatalogue(): Promise<void>;
  /** Shows the litmus tests, at one of them. */
  showLitmus(test: string): Promise<void>;
  /** Opens a listing of one's own. */
  writeOwn(source: string): Promise<void>;
  setParameter(name: string, value: Plain): Promise<void>;
  /** Runs, steps or explores what is on show; a schedule is what stepping begins with. */
  setMode(mode: Mode, steps?: Pick<Query, "schedule" | "step">): Promise<void>;
  /** Takes the steps that the page itself has come to; the address follows after a pause. */
  noteSteps(steps: Pick<Query, "schedule" | "step">): Promise<void>;
  /** Puts a query in place, as the page API's `run` does. */
  adopt(query: Query): Promise<Scenario | null>;
  /** Takes the edited listing; the scenario's own text counts as not edited. Values at its head are its own then. */
  edit(source: string): Promise<void>;
  resetListing(): Promise<void>;
  setLanguage(language: Language): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
}

export function createMoving(desk: Desk, compiling: Compiling): Moving {
  const { facts, course } = desk;
  const turns = createTurns();
  const typing = createTurns();
  /** Values of the scenario's own listing, for the way back to it. */
  let beforeEditing: ParameterValues = {};
  const unedited = ({ parameters }: Query): ParameterValues => ({ ...beforeEditing, ...onlyRuntime(parameters) });
  const scenarioIds = course.outline.map(({ id }) => id);
  const known = {
    scenarioIds,
    modes: facts.getState().modes,
    defaultScenario: scenarioIds.includes(OPENING_SCENARIO) ? OPENING_SCENARIO : scenarioIds[0],
    async parametersOf(id: string | null, program: string | null) {
      const scenario = id === null ? null : await course.load(id);
      if (program === null) return scenario?.parameters ?? RUNTIME_PARAMETERS;
      return programParameters(scenario, await headOf(program, getListingLanguage({ scenario })));
    },
  };

  /** What stands in a listing's head; nothing where that cannot be known now. */
  async function headOf(program: string, language: ListingLanguage): Promise<Listing["parameters"]> {
    try {
      return (await compiling.compile(program, language)).parameters;
    } catch (error) {
      notifyFault(desk, "compile", error);
      return [];
    }
  }

  async function writeBar(query: Query, how: HowToWrite): Promise<void> {
    if (how === "leave") return;
    const search = await writeAddress(query);
    if (facts.getState().query === query && search !== desk.address.read()) desk.address.write(search, how);
  }

  /** Puts the query in place, loads its scenario, compiles its listing. What belongs to another place is let go. */
  async function place(query: Query, how: HowToWrite): Promise<Scenario | null> {
    const turn = turns.take();
    const { query: before, running } = facts.getState();
    if (before.scenario !== query.scenario) beforeEditing = {};
    const leaves = !isSamePlace(before, query);
    const turnsAway = before.mode !== query.mode;
    facts.setState({ query, ...(leaves ? NOTHING_SHOWN : turnsAway ? NO_RESULT : {}) });
    if ((leaves || turnsAway) && running !== null) await desk.laboratory().stop();
    await writeBar(query, how);
    const scenario = query.scenario === null ? null : await course.load(query.scenario);
    if (!turns.isNewest(turn)) return scenario;
    facts.setState({ scenario });
    // Who steps through one scenario and opens another that cannot be stepped sees it run.
    if (scenario?.modes.includes(query.mode) === false) return place({ ...query, ...NO_STEPS, mode: "run" }, "replace");
    void compiling.compileShown();
    return scenario;
  }

  function move(query: Query, how: HowToWrite): Promise<Scenario | null> {
    return desk.pending.track(
      place(query, how).catch((error: unknown) => {
        notifyFault(desk, "start", error);
        return null;
      }),
    );
  }

  /** Moves on from what is on show; messages about the old place go. */
  async function change(part: Partial<Query>, how: HowToWrite = "push"): Promise<void> {
    dismiss(desk, ({ kind }) => kind === "problem" || kind === "stranger");
    await move({ ...facts.getState().query, ...part }, how);
  }

  /** Takes what is typed at once; address and errors follow after a pause. */
  async function edit(source: string): Promise<void> {
    const { query, scenario } = facts.getState();
    if (source === getSource(facts.getState())) return;
    if (query.program === null) beforeEditing = query.parameters;
    const own =
      scenario !== null && source === listingFor(scenario, valuesOf(parametersIn(query, scenario), beforeEditing));
    const parameters = own ? unedited(query) : onlyRuntime(query.parameters);
    facts.setState({ query: { ...query, ...NO_STEPS, program: own ? null : source, parameters, autorun: false } });
    dismiss(desk, ({ kind }) => kind === "problem" || kind === "stranger");
    const turn = typing.take();
    await desk.pending.track(desk.wait(TYPING_PAUSE_MS));
    if (!typing.isNewest(turn)) return;
    await desk.pending.track(Promise.all([writeBar(facts.getState().query, "replace"), compiling.compileShown()]));
  }

  /** Many steps a second would be more addresses than a browser takes: only where one rests is written. */
  async function noteSteps(steps: Pick<Query, "schedule" | "step">): Promise<void> {
    const { query } = facts.getState();
    if (query.schedule === steps.schedule && query.step === steps.step) return;
    facts.setState({ query: { ...query, ...steps } });
    const turn = typing.take();
    await desk.wait(TYPING_PAUSE_MS);
    if (typing.isNewest(turn)) await writeBar(facts.getState().query, "replace");
  }

  /** Reads an address; where what it names cannot be loaded, that is told and the catalogue is shown. */
  async function readOrTell(search: string): Promise<ReadAddress> {
    try {
      return await readAddress(search, known);
    } catch (error) {
      notifyFault(desk, "start", error);
      return { query: EMPTY_QUERY, problems: [] };
    }
  }

  async function show(search: string, how: HowToWrite): Promise<readonly Problem[]> {
    const turn = turns.take();
    const { query, problems } = await readOrTell(search);
    if (!turns.isNewest(turn)) return problems;
    dismiss(desk, ({ kind }) => kind === "problem" || kind === "stranger");
    for (const problem of problems) notify(desk, { kind: "problem", problem, from: "address" });
    if (query.program !== null && query.program !== "") notify(desk, { kind: "stranger" });
    const scenario = await move(query, how === "push" || problems.length === 0 ? how : "leave");
    if (scenario?.modes.includes(query.mode) !== false) return problems;
    const choices = scenario.modes;
    const problem: Problem = { field: "mode", value: query.mode, allowed: { kind: "choice", choices } };
    notify(desk, { kind: "problem", problem, from: "address" });
    return [...problems, problem];
  }

  /** What stays when the reader goes elsewhere. */
  const ways = () => {
    const { mode, language, theme } = facts.getState().query;
    return { ...EMPTY_QUERY, mode, language, theme };
  };

  return {
    show: (search, how) => desk.pending.track(show(search, how)),
    chooseScenario: (scenario) => change({ ...ways(), scenario }),
    openCatalogue: () => change(ways()),
    showLitmus: (litmus) => change({ ...ways(), mode: "run", litmus }),
    writeOwn: (program) => change({ ...ways(), program }),
    setParameter: (name, value) => change({ ...NO_STEPS, ...withParameter(facts.getState(), name, value) }),
    setMode: (mode, steps = NO_STEPS) => change({ ...steps, mode, autorun: false }),
    noteSteps: (steps) => desk.pending.track(noteSteps(steps)),
    async adopt(query) {
      dismiss(desk, ({ kind }) => kind === "problem" || kind === "stranger");
      return move(query, "push");
    },
    edit,
    resetListing: () => change({ ...NO_STEPS, program: null, parameters: unedited(facts.getState().query) }),
    async setLanguage(language) {
      desk.keep({ language });
      facts.setState({ language });
      await change({ language }, "replace");
    },
    async setTheme(theme) {
      desk.keep({ theme });
      facts.setState({ theme });
      await change({ theme }, "replace");
    },
  };
}

/** A value at a listing's own head is written into its text; every other one is named in the query. */
function withParameter(facts: Facts, name: string, value: Plain): Partial<Query> {
  const parameters = getParameters(facts);
  const inText = facts.query.program !== null && parameters.some((one) => one.name === name && one.binds === "listing");
  if (inText) {
    const program = withLiteral(getSource(facts), name, value, getListingLanguage(facts));
    return { program, parameters: onlyRuntime(facts.query.parameters), autorun: false };
  }
  const values: ParameterValues = { ...getValues(facts), [name]: value };
  return { parameters: differingFrom(parameters, values), autorun: false };
}

/** Values that stand in a listing's head go with the listing; the runtime's stay. */
function onlyRuntime(values: ParameterValues): ParameterValues {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => RUNTIME_PARAMETERS.some((one) => one.name === name)),
  );
}
