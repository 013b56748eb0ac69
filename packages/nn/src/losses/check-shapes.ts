import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";

export function checkShapes(loss: string, guesses: Tensor, truths: Tensor): void {
  if (guesses.shape.join() !== truths.shape.join())
    throw errors.wrongLossInput(
      loss,
      `guesses [${guesses.shape.join(", ")}] and truths [${truths.shape.join(", ")}] must have one shape.`,
    );
}
