import { sizeArg, type PackageRegistrations, type Registration } from "@x/core";
import { z } from "zod";
import { pretrainCharacters } from "./objectives/pretrain-characters";
import { pretrainVectors } from "./objectives/pretrain-vectors";
import type { Objective } from "./objectives/objective";

/** Checks that a registration's function takes what its schema gives. */
function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => Objective,
  summary: string,
): Registration {
  return { schema, create, summary };
}

const [hidden_size, maxout_pieces] = [sizeArg("width"), sizeArg("pieces")];

const architectures = {
  "spacy.PretrainCharacters.v1": entry(
    z.strictObject({ maxout_pieces, hidden_size, n_characters: sizeArg("characters") }),
    ({ maxout_pieces, hidden_size, n_characters }) =>
      pretrainCharacters({ maxoutPieces: maxout_pieces, hiddenSize: hidden_size, nCharacters: n_characters }),
    "Pretraining objective: guess the first and last bytes of hidden words.",
  ),
  "spacy.PretrainVectors.v1": entry(
    z.strictObject({ maxout_pieces, hidden_size, loss: z.enum(["cosine", "L2"]) }),
    ({ maxout_pieces, hidden_size, loss }) =>
      pretrainVectors({ maxoutPieces: maxout_pieces, hiddenSize: hidden_size, loss }),
    "Pretraining objective: guess the static vectors of hidden words.",
  ),
};

/** Everything that configs can name from this package. */
export const registrations: PackageRegistrations = { packageName: "@x/pretrain", architectures };
