/** A text that is no well-formed XML, or more of it than is read here; the message says what is wrong. */
export class MalformedXml extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedXml';
  }
}
