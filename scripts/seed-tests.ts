/**
 * Every random test begins with this seed. Rule: without INTERLEAVE_SEED all runs of the suite try the same programs, so that what fails once
 * fails again; `npm run soak` tries new ones for as long as it is let.
 */
import * as fc from "fast-check";

const seed = Number((process.env.INTERLEAVE_SEED ??= "1"));
if (!Number.isInteger(seed))
  throw new Error(`INTERLEAVE_SEED is ${process.env.INTERLEAVE_SEED}, but has to be an integer`);
fc.configureGlobal({ seed });
