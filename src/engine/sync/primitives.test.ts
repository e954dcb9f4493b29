// The real primitives, used by three real threads, keep every promise of the shared cases.

import { afterAll, beforeAll, describe, test } from "vitest";
import { PRIMITIVE_CASES } from "../testing/primitive-cases.ts";
import { playCase } from "../testing/primitive-driver.ts";
import { RealDriver } from "../testing/real-driver.ts";

let driver: RealDriver;

beforeAll(async () => {
  driver = await RealDriver.create();
});

afterAll(() => driver.close());

for (const [primitive, cases] of Object.entries(PRIMITIVE_CASES)) {
  describe(primitive, () => {
    for (const subject of cases) test(subject.name, () => playCase(subject, driver));
  });
}
