/** Whether each memory model allows a test's weak outcome. */
import { createJudge, type LitmusTest } from "../../engine/litmus/index.ts";
import classes from "./litmus.module.css";
import { useLitmusWords } from "./use-litmus-words.ts";

export function ModelTable({ test }: { readonly test: LitmusTest }) {
  const { litmus } = useLitmusWords();
  const plain = createJudge(test, "plain")(test.weak);
  const atomics = createJudge(test, "atomics")(test.weak);
  const rows = [
    [litmus.model.js, plain.js],
    [litmus.model.tso, plain.tso],
    [litmus.model.arm, plain.arm],
    [litmus.model.atomics, atomics.js],
  ] as const;
  return (
    <table className={classes.models}>
      <caption>{litmus.models}</caption>
      <tbody>
        {rows.map(([name, isAllowed]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-allowed={isAllowed}>
              <span aria-hidden="true">{isAllowed ? "✓" : "✗"}</span> {isAllowed ? litmus.yes : litmus.no}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
