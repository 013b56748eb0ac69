import { tableOf } from "@x/core/spi";
import { pretrainCharacters } from "./objectives/pretrain-characters";
import { pretrainVectors } from "./objectives/pretrain-vectors";

/** Everything that configs can name from this package. */
export const registrations = tableOf("@x/pretrain", [pretrainCharacters, pretrainVectors]);
