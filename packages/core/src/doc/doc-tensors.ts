/** One row per token that an upstream component computed for a Doc. */
export interface DocTensor {
  readonly data: Float32Array;
  readonly shape: readonly [rows: number, width: number];
}

/**
 * The tensors of a Doc by who computed them. All see the last one, `doc.tensor`; the earlier ones wait here for
 * those who read a certain component's.
 */
export class DocTensors {
  #last: DocTensor | undefined;
  #writer: object | undefined;
  #others: Map<object, DocTensor> | undefined;

  get last(): DocTensor | undefined {
    return this.#last;
  }

  /** Without a tensor all are forgotten: whoever takes it away wants the memory. */
  set(tensor: DocTensor | undefined, writer?: object): void {
    if (tensor === undefined) this.#others = undefined;
    else if (this.#last !== undefined && this.#writer !== undefined && this.#writer !== writer)
      (this.#others ??= new Map()).set(this.#writer, this.#last);
    if (writer !== undefined) this.#others?.delete(writer);
    this.#last = tensor;
    this.#writer = tensor === undefined ? undefined : writer;
  }

  /** What a component computed, undefined where it has not. */
  writtenBy(writer: object): DocTensor | undefined {
    return writer === this.#writer ? this.#last : this.#others?.get(writer);
  }

  /** The same with other rows. */
  map(change: (tensor: DocTensor) => DocTensor): DocTensors {
    const changed = new DocTensors();
    if (this.#last !== undefined) changed.#last = change(this.#last);
    changed.#writer = this.#writer;
    if (this.#others !== undefined)
      changed.#others = new Map([...this.#others].map(([writer, tensor]) => [writer, change(tensor)]));
    return changed;
  }
}
