/** The far end of comlink in the pool kernels. */
import { expose } from "comlink";

const adder = { addOne: (argument: number): number => argument + 1 };

export type Adder = typeof adder;

expose(adder);
