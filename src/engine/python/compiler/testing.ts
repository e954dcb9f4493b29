/** A prelude of a few empty modules, for tests of the compiler alone. */
import { PyNative } from "../callables.ts";
import type { Environment, PreludeModule } from "../object-model.ts";
import { compileWith, type Compilation, type CompileOptions } from "./compile.ts";

function moduleOf(name: string, natives: readonly string[], source = ""): PreludeModule {
  return { name, source, natives: new Map(natives.map((native) => [native, new PyNative(native, () => null)])) };
}

const unused = (): never => {
  throw new Error("this environment only compiles");
};

const environment: Environment = {
  modules: [
    moduleOf("builtins", [
      "print",
      "range",
      "len",
      "super",
      "sum",
      "list",
      "sorted",
      "Exception",
      "ValueError",
      "KeyError",
      "object",
      "property",
    ]),
    moduleOf("threading", ["Lock"], "class Thread:\n    def start(self):\n        pass\n"),
    moduleOf("concurrent", []),
    moduleOf("concurrent.futures", ["ThreadPoolExecutor"]),
    moduleOf("time", ["sleep"]),
  ],
  refusedModules: new Map([["socket", "a queue"]]),
  refusedNames: new Map([["eval", "the expression itself"]]),
  refusedAttributes: new Map(),
  createHeap: unused,
  prepare: unused,
  createObjects: unused,
};

/** Compiles against that prelude. */
export function compileAlone(source: string, options: CompileOptions = {}): Compilation {
  return compileWith(environment, source, options);
}
