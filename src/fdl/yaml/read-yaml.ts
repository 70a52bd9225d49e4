import { Composer, type CST, type Document, Parser } from 'yaml';
import type { Report } from '../report.ts';
import { convert } from './convert.ts';
import { findTooDeep } from './depth.ts';
import type { YamlNode } from './node.ts';

/** Levels of lists and objects inside each other; a steps list inside a steps list takes up to six. */
const MAX_YAML_DEPTH = 250;

/**
 * The one document of a YAML 1.2 (so also JSON) text, `undefined` when the text has problems.
 *
 * The core schema applies whatever a `%YAML` directive says: timestamps and `yes` are text.
 */
export function readYaml(text: string, report: Report): YamlNode | undefined {
  const tokens = [...new Parser().parse(text)];
  const tooDeep = findTooDeep(tokens, MAX_YAML_DEPTH);
  if (tooDeep !== undefined) {
    const place = { start: tooDeep.offset, end: tooDeep.offset + 1 };
    report.add('yaml-nesting', place, '', `Lists and objects may be nested ${MAX_YAML_DEPTH} deep`);
    return undefined;
  }
  const document = compose(tokens, text, report);
  return document && convert(document.contents, report);
}

/** Composes the only document; `undefined` when what follows from the text would be guesswork. */
function compose(tokens: readonly CST.Token[], text: string, report: Report): Document.Parsed | undefined {
  const composer = new Composer({
    schema: 'core',
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  });
  const [document, ...more] = composer.compose(tokens, true, text.length);
  for (const { range } of more) {
    report.add('yaml-documents', span(range), '', 'A definition is one YAML document; this is another one');
  }
  if (document === undefined || more.length > 0) return undefined;
  for (const { pos, message } of document.errors) report.add('yaml-syntax', span(pos), '', message);
  for (const { pos, code } of document.warnings) {
    if (code !== 'TAG_RESOLVE_FAILED') continue;
    report.add(
      'yaml-tag',
      span(pos),
      '',
      `The tag ${text.slice(...pos)} is not part of FDL; write the value itself`,
    );
  }
  return document.errors.length > 0 ? undefined : document;
}

function span([start, end]: readonly [number, number, ...number[]]): { start: number; end: number } {
  return { start, end };
}
