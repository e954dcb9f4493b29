/** The parameters as controls, in one row of chips. */
import { useShallow } from "zustand/shallow";
import type { Parameter } from "../../engine/program/scenario.ts";
import { useSpeech } from "../shared/use-words.ts";
import { checkValue } from "../state/parameter-values.ts";
import { isProblem } from "../state/problem.ts";
import { hasLiteral } from "../state/listing-shown.ts";
import { getListingLanguage, getParameters, getSource, getValues, isEdited } from "../state/selectors.ts";
import { useActions, useFacts } from "../state/use-facts.ts";
import { BooleanChip } from "./BooleanChip.tsx";
import { ChoiceChip } from "./ChoiceChip.tsx";
import type { ChipProps } from "./chip-props.ts";
import { NumberChip } from "./NumberChip.tsx";
import { TextChip } from "./TextChip.tsx";
import classes from "./chips.module.css";

export function Parameters() {
  const { words } = useSpeech();
  const parameters = useFacts(useShallow(getParameters));
  const values = useFacts(useShallow(getValues));
  const edited = useFacts(isEdited);
  const source = useFacts(getSource);
  const language = useFacts(getListingLanguage);
  // One that the listing on show does not have would change nothing.
  const isThere = ({ binds, name, variable = name }: Parameter) =>
    binds !== "listing" || source === "" || hasLiteral(source, variable, language);
  const actions = useActions();

  function change(parameter: Parameter, value: unknown): void {
    const checked = checkValue(parameter, value);
    if (isProblem(checked)) actions.refuse(checked);
    else if (checked.value !== values[parameter.name]) void actions.setParameter(parameter.name, checked.value);
  }

  return (
    <fieldset aria-label={words.parameters} className={classes.chips}>
      {parameters.filter(isThere).map((parameter) => (
        <Chip
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name]}
          onChange={(value) => change(parameter, value)}
        />
      ))}
      {edited && <span className={classes.note}>{words.parametersInListing}</span>}
    </fieldset>
  );
}

function Chip(props: ChipProps) {
  switch (props.parameter.kind) {
    case "integer":
    case "number":
      return <NumberChip {...props} />;
    case "boolean":
      return <BooleanChip {...props} />;
    case "choice":
      return <ChoiceChip {...props} />;
    case "text":
      return <TextChip {...props} />;
  }
}
