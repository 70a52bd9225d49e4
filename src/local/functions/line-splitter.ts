/** Longest piece handed on without a line break, in UTF-16 units. */
const MAX_LINE_LENGTH = 16_384;

/** Cuts text that arrives in pieces into lines, without their line breaks. */
export class LineSplitter {
  private readonly onLine: (line: string) => void;
  private rest = '';

  constructor(onLine: (line: string) => void) {
    this.onLine = onLine;
  }

  /** Hands on every line that `text` completes, and a line that grows too long in parts. */
  push(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.onLine(line.replace(/\r$/, ''));
    while (this.rest.length > MAX_LINE_LENGTH) {
      this.onLine(this.rest.slice(0, MAX_LINE_LENGTH));
      this.rest = this.rest.slice(MAX_LINE_LENGTH);
    }
  }

  /** Hands on a last line that no line break ended. */
  end(): void {
    if (this.rest !== '') this.onLine(this.rest);
    this.rest = '';
  }
}
