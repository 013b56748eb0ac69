import { isFileName } from "@x/core/files";
import type { Placement } from "../../contracts/composes";
import type { Component } from "../../contracts/has-components";
import { errors } from "../../errors";

/** What a pipeline's folder holds beside its components; a component's file may be its name and `.json`. */
const ownFiles = /^(?:vocab|tokenizer|meta|checksums)$/i;

/** The components of a pipeline in order, and which of them are disabled. */
export class ComponentList {
  #items: Component[] = [];
  readonly #disabled = new Set<string>();

  /** All components, disabled ones too. */
  get all(): readonly Component[] {
    return this.#items;
  }

  get enabled(): readonly Component[] {
    return this.#items.filter(({ name }) => !this.#disabled.has(name));
  }

  get names(): string[] {
    return this.#items.map(({ name }) => name);
  }

  /** The disabled components, in pipeline order. */
  get disabled(): string[] {
    return this.names.filter((name) => this.#disabled.has(name));
  }

  has(name: string): boolean {
    return this.#items.some((item) => item.name === name);
  }

  /** Throws P001 for an unknown name. */
  get(name: string): Component {
    const found = this.#items.find((item) => item.name === name);
    if (found === undefined) throw errors.unknownComponent(name, this.names);
    return found;
  }

  indexOf(name: string): number {
    return this.#items.indexOf(this.get(name));
  }

  /** Throws where the name cannot be used for a new component: P017, P002. */
  checkName(name: string): void {
    // It becomes a folder beside the pipeline's own files, and a section of the config.
    if (!isFileName(name) || name.includes(".") || ownFiles.test(name))
      throw errors.unusableComponentName(name);
    if (this.has(name)) throw errors.componentExists(name, this.names);
  }

  insert(component: Component, placement: Placement = {}): void {
    this.checkName(component.name);
    this.#items.splice(this.#position(placement), 0, component);
  }

  remove(name: string): Component {
    const [removed] = this.#items.splice(this.indexOf(name), 1);
    this.#disabled.delete(name);
    return removed;
  }

  rename(name: string, newName: string): void {
    const component = this.get(name);
    this.checkName(newName);
    this.#items = this.#items.map((item) => (item === component ? { ...item, name: newName } : item));
    if (this.#disabled.delete(name)) this.#disabled.add(newName);
    component.pipe.name = newName;
  }

  disable(name: string): void {
    this.#disabled.add(this.get(name).name);
  }

  enable(name: string): void {
    this.#disabled.delete(this.get(name).name);
  }

  #position({ before, after, first, last }: Placement): number {
    const given = Object.entries({ before, after, first: first || undefined, last: last || undefined })
      .filter(([, value]) => value !== undefined)
      .map(([key]) => key);
    if (given.length > 1) throw errors.severalPositions(given.join(" and "));
    if (first) return 0;
    if (before !== undefined) return this.#locate(before);
    if (after !== undefined) return this.#locate(after) + 1;
    return this.#items.length;
  }

  #locate(reference: string | number): number {
    if (typeof reference === "string") return this.indexOf(reference);
    if (!Number.isInteger(reference) || reference < 0 || reference >= this.#items.length)
      throw errors.positionOutOfRange(reference, this.#items.length);
    return reference;
  }
}
