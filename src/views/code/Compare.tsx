/** The broken and the mended listing side by side, where a scenario has both; lines of the one that the other lacks are tinted. */
import type { Scenario } from "../../engine/program/scenario.ts";
import { useSpeech } from "../shared/use-words.ts";
import { listingFor } from "../state/listing-shown.ts";
import { valuesOf } from "../state/parameter-values.ts";
import { parametersIn } from "../state/selectors.ts";
import { useFacts } from "../state/use-facts.ts";
import classes from "./code.module.css";
import { changedLines } from "./changed-lines.ts";
import { StaticListing } from "./StaticListing.tsx";

export function Compare({ scenario }: { readonly scenario: Scenario }) {
  const { words, language } = useSpeech();
  const query = useFacts((facts) => facts.query);
  const values = valuesOf(parametersIn(query, scenario), query.parameters);
  const { compare } = scenario;
  if (compare === undefined) return null;
  const variantOf = (id: string) => scenario.variants.find((one) => one.id === id) ?? scenario.variants[0];
  const sides = [
    { kind: "broken", variant: variantOf(compare.broken) },
    { kind: "mended", variant: variantOf(compare.mended) },
  ];
  const [broken, mended] = sides.map(({ variant }) => listingFor(scenario, values, variant));
  return (
    <section>
      <h2 className="label">{words.compare}</h2>
      <div className={classes.compare}>
        {sides.map(({ kind, variant }) => (
          <div key={kind} className={classes.compared} data-kind={kind}>
            <h3>{variant.label[language]}</h3>
            <StaticListing
              language={scenario.language}
              source={kind === "broken" ? broken : mended}
              label={variant.label[language]}
              marked={kind === "mended" ? changedLines(broken, mended) : undefined}
            />
          </div>
        ))}
      </div>
    </section>
  );
}
