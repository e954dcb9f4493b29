/**
 * What a thread still has to say when an exception has left its function: the texts of the exceptions, some of them given by the
 * listing's own `__str__`, then one print of all. Rule: never changed, only followed by another, so that copied machines share it.
 */
import type { Address, Word } from "../base/ids.ts";
import type { PyRef } from "./values.ts";

export class LastWords {
  readonly exception: PyRef;
  /** Exceptions whose text is still asked for. */
  readonly waiting: readonly PyRef[];
  /** Texts by address. */
  readonly texts: ReadonlyMap<Address, string>;
  /** Whether the trace has been told. */
  readonly told: boolean;
  /** All that is printed, where it is no traceback. */
  readonly farewell: string | null;
  /** The word of all that is printed, once it is there: there may be no memory to make it twice. 0 before. */
  readonly word: Word;

  constructor(
    exception: PyRef,
    waiting: readonly PyRef[],
    texts: ReadonlyMap<Address, string> = new Map(),
    told = false,
    farewell: string | null = null,
    word: Word = 0,
  ) {
    this.exception = exception;
    this.waiting = waiting;
    this.texts = texts;
    this.told = told;
    this.farewell = farewell;
    this.word = word;
  }

  /** A text instead of a traceback. */
  static farewell(exception: PyRef, text: string): LastWords {
    return new LastWords(exception, [], new Map(), true, text);
  }

  /** After the text of the first waiting exception came. */
  withText(text: string): LastWords {
    const [first, ...rest] = this.waiting;
    return new LastWords(this.exception, rest, new Map([...this.texts, [first.at, text]]), this.told);
  }

  withWord(word: Word): LastWords {
    return new LastWords(this.exception, [], this.texts, this.told, this.farewell, word);
  }

  afterTelling(): LastWords {
    return new LastWords(this.exception, this.waiting, this.texts, true);
  }
}
