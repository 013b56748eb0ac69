import { defineNetworks } from "./networks-on";

await defineNetworks("wasm");
