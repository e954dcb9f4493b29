import { describe, expect, it } from "vitest";
import { speechFor } from "../shared/use-words.ts";
import type { ChallengeFacts } from "../state/facts.ts";
import { EMPTY_QUERY } from "../state/query.ts";
import { TWO_ADDS_EXPLORED } from "../state/scripted-explorer.ts";
import { describeBreaking } from "./challenge-words.ts";
import { stepSpeech } from "./use-step-words.ts";

const english = stepSpeech(speechFor("en"));
const facts: ChallengeFacts = { query: EMPTY_QUERY, explored: null, broken: null, mends: false, check: null };
const explored = (steps: number, proven = true) => ({
  ...TWO_ADDS_EXPLORED,
  shortest: { schedule: "s1..1", steps, preemptions: 1, proven },
});
const says = (part: Partial<ChallengeFacts>) => describeBreaking(english, { ...facts, ...part });
const broken = { steps: 11, schedule: "s1..1" };

describe("what a challenge says", () => {
  it("is how many steps are possible and how many were taken", () => {
    expect(says({ explored: explored(6), broken })).toBe("6 steps are possible, you took 11.");
    expect(says({ explored: explored(11), broken })).toBe("You broke it in 11 steps: no order does it in fewer.");
    expect(says({ explored: explored(11, false), broken })).toBe("You broke it in 11 steps.");
  });

  it("promises a number only where it is known", () => {
    expect(says({})).toContain("looking");
    expect(says({ explored: explored(6) })).toContain("in 6 steps.");
    expect(says({ explored: explored(6, false) })).toContain("perhaps in fewer");
  });

  it("says when there is nothing to break, and when nobody knows", () => {
    const none = { ...TWO_ADDS_EXPLORED, shortest: null };
    expect(says({ explored: none })).toContain("nothing to break");
    expect(says({ explored: { ...none, complete: false } })).toContain("There may be one");
  });
});
