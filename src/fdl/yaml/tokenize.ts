import { type CST, Lexer, Parser } from 'yaml';
import type { Report } from '../report.ts';

/** Levels of lists and objects inside each other; a steps list inside a steps list takes up to six. */
const MAX_YAML_DEPTH = 250;

/**
 * The syntax tree of a text with one document at most. Reading ends, with `undefined`, behind `limit` tokens, where lists
 * and objects are nested too deeply (readers would exhaust the stack), and behind a second document.
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
    if (!tree.add(parser.next(token)) || isTooDeep(parser, report)) return undefined;
  }
  return tree.add(parser.end()) ? tree.tokens : undefined;
}

/** Looks at the lists and objects that are open, below the document that holds them. */
function isTooDeep({ stack }: Parser, report: Report): boolean {
  const innermost = stack[MAX_YAML_DEPTH + 1];
  if (innermost === undefined || !('items' in innermost)) return false;
  const place = { start: innermost.offset, end: innermost.offset + 1 };
  report.add('yaml-nesting', place, '', `Lists and objects may be nested ${MAX_YAML_DEPTH} deep`);
  return true;
}

class Tree {
  readonly tokens: CST.Token[] = [];
  readonly #report: Report;
  #hasDocument = false;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Takes the tokens that the parser has finished; false when they are another document. */
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
