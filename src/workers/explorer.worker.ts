/** The explorer's worker: computes for long, so that the laboratory need not; comlink towards the page. */
import { expose } from "comlink";
import { breathe } from "./breathe.ts";
import { ListingExplorer } from "./listing-explorer.ts";
import { sharedClock } from "./shared-clock.ts";
import { carryErrorFields } from "./thrown-errors.ts";

carryErrorFields();
expose(new ListingExplorer({ clock: sharedClock, breathe }));
