/** The far end of workerpool in the pool kernels. */
import { worker } from "workerpool";

worker({ addOne: (argument: number): number => argument + 1 });
