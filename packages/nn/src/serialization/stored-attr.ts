/** An attribute that a class of another library has stored in a form of its own; it is written back as it is. */
export class StoredAttr {
  constructor(readonly bytes: Uint8Array) {}
}
