import type { Command } from "commander";
import type { CommandContext } from "../context";
import { addNeighbours } from "./vectors-neighbours";
import { addVectorsInfo } from "./vectors-info";
import { addVectorsPlot } from "./vectors-plot";

/** `x vectors`: looks into static vectors. */
export function addVectors(parent: Command, context: CommandContext): void {
  const vectors = parent.command("vectors").description("Inspect static vectors.");
  addVectorsInfo(vectors, context);
  addNeighbours(vectors, context);
  addVectorsPlot(vectors, context);
}
