/** Litmus tests of memory models: what they are, what models allow, and the loops that try them on real processors. */
export {
  findLitmusTest,
  LITMUS_TESTS,
  type LitmusAccess,
  type LitmusTest,
  type LitmusValues,
} from "./litmus-tests.ts";
export { allowedOutcomes, compareValues, createJudge, nameOfValues, type Verdict } from "./models.ts";
