/** The command `interleave`: reads what was typed, does it, writes lines. Rule: a fault of the listing is an answer, never a stack trace. */
import { readFile, writeFile } from "node:fs/promises";
import { ArgumentError } from "../../engine/base/errors.ts";
import type { ExplorationReport, RunReport } from "../../engine/program/report.ts";
import { exportPieces } from "../../engine/trace/formats.ts";
import { asTyped, type Command, readCommand, type Subject, USAGE } from "./command-line.ts";
import type { Interleave } from "./interleave.ts";
import { describeExploration, describeRepeat, describeRun, describeSteps } from "./report-texts.ts";

/** What a command is given of its surroundings. */
export interface Terminal {
  readonly version: string;
  open(): Interleave;
  write(text: string): void;
  complain(text: string): void;
}

/** How it ends: all is well; the listing fails or can fail; it was not understood. */
const EXIT = { FINE: 0, FAILED: 1, REFUSED: 2 } as const;
type Exit = (typeof EXIT)[keyof typeof EXIT];

/** Resolves to the exit code. */
export async function main(words: readonly string[], terminal: Terminal): Promise<Exit> {
  try {
    return await perform(readCommand(words), terminal);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    terminal.complain(`interleave: ${asTyped(error).message}\n`);
    return EXIT.REFUSED;
  }
}

async function perform(command: Command, terminal: Terminal): Promise<Exit> {
  switch (command.kind) {
    case "help":
      terminal.write(`${USAGE}\n`);
      return EXIT.FINE;
    case "version":
      terminal.write(`${terminal.version}\n`);
      return EXIT.FINE;
    default: {
      const interleave = terminal.open();
      try {
        return await ask(command, interleave, terminal);
      } finally {
        interleave.close();
      }
    }
  }
}

type Question = Exclude<Command, { readonly kind: "help" | "version" }>;

async function ask(command: Question, interleave: Interleave, terminal: Terminal): Promise<Exit> {
  const say = (report: object, lines: readonly string[]): void =>
    terminal.write(command.json ? `${JSON.stringify(report, null, 2)}\n` : `${lines.join("\n")}\n`);
  const subject = await toRequest(command.subject);
  switch (command.kind) {
    case "run": {
      const { runs, ...request } = command.request;
      if (runs !== undefined) {
        const repeated = await interleave.repeat({ ...subject, ...request, runs });
        say(repeated, describeRepeat(repeated));
        return repeated.outcomes.every(({ status }) => status === "finished") ? EXIT.FINE : EXIT.FAILED;
      }
      const report = await interleave.run({ ...subject, ...request });
      await writeTrace(command, interleave);
      say(report, describeRun(report));
      return exitOfRun(report);
    }
    case "step": {
      const result = await interleave.stepWithTrace({ ...subject, ...command.request });
      await writeTrace(command, interleave);
      say(result.report, describeSteps(result));
      return exitOfRun(result.report);
    }
    case "explore": {
      const report = await interleave.explore({ ...subject, ...command.request });
      say(report, describeExploration(report));
      return exitOfExploration(report);
    }
  }
}

async function toRequest(subject: Subject): Promise<{ readonly scenario: string } | { readonly program: string }> {
  if ("scenario" in subject) return subject;
  return { program: await withFile("FILE.py", subject.file, "read", () => readFile(subject.file, "utf8")) };
}

/** What Node says of a file that it cannot read or write, as a refusal. */
async function withFile<T>(
  argument: string,
  path: string,
  verb: "read" | "written",
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new ArgumentError(argument, path, `a file that can be ${verb} (${error.message.replace(/,.*$/, "")})`);
  }
}

async function writeTrace({ trace }: Question, interleave: Interleave): Promise<void> {
  if (trace === null) return;
  if (interleave.trace === null) throw new Error("there is no recorded run to export yet");
  const pieces = exportPieces(interleave.trace, trace.format);
  await withFile("--trace", trace.path, "written", () => writeFile(trace.path, pieces));
}

function exitOfRun({ status, correct }: RunReport): Exit {
  return status === "finished" && correct !== false ? EXIT.FINE : EXIT.FAILED;
}

function exitOfExploration({ failures }: ExplorationReport): Exit {
  return failures === 0 ? EXIT.FINE : EXIT.FAILED;
}
