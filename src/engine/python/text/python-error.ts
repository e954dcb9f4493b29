/**
 * What a function of this folder throws when Python would raise. The object model turns it into an exception of the
 * listing, often and in loops, so it is no `Error`: it records no stack.
 */
export class PythonError {
  /** The exception's class, e.g. `ValueError`. */
  readonly typeName: string;
  /** The exception's only argument, in the words of CPython 3.13. */
  readonly message: string;

  constructor(typeName: string, message: string) {
    this.typeName = typeName;
    this.message = message;
  }
}
