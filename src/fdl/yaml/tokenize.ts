import { type CST, Lexer, Parser } from 'yaml';
import type { Report } from '../report.ts';

/**
 * The syntax tree of a text with one document at most. Reading ends, with `undefined`, behind `limit` tokens and behind
 * a second document.
 */
export function tokenize(text: string, limit: number, report: Report): readonly CST.Token[] | undefined {
  const parser = new Parser();
  const tree = new Tree(report);
  let count = 0;
  for (const token of new Lexer().lex(text)) {
    if (++count > limit) {
      const place = { start: parser.offset, end: parser.offset + token.length };
      report.add('too-many-tokens', place, '', `A definition may have at most ${limit} YAML tokens`);
      return undefined;
    }
    if (!tree.add(parser.next(token))) return undefined;
  }
  return tree.add(parser.end()) ? tree.tokens : undefined;
}

class Tree {
  readonly tokens: CST.Token[] = [];
  readonly #report: Report;
  #hasDocument = false;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Takes what the parser has finished; false when that is another document. */
  add(finished: Iterable<CST.Token>): boolean {
    for (const token of finished) {
      if (token.type === 'document') {
        if (this.#hasDocument) return this.#refuse(token);
        this.#hasDocument = true;
      }
      this.tokens.push(token);
    }
    return true;
  }

  #refuse({ offset }: CST.Document): false {
    const place = { start: offset, end: offset + '---'.length };
    this.#report.add('yaml-documents', place, '', 'A definition is one YAML document; this is another one');
    return false;
  }
}
