import { stringifyJson } from '../common/json-text.ts';
import type { AttributeHelp } from '../fdl/help/attribute-help.ts';

/** An explanation as Markdown: a sentence, default and example, and the section that has the rule. */
export function helpText({ says, section, default: standard, example }: AttributeHelp): string {
  const lines = [says];
  if (standard !== undefined && standard !== '') lines.push(`Default: \`${inText(standard)}\``);
  if (example !== undefined) lines.push(`Example: \`${example}\``);
  lines.push(`language.md ${section}`);
  return lines.join('\n\n');
}

function inText(value: Exclude<AttributeHelp['default'], undefined>): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}
