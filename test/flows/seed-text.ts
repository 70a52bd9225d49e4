// The seeds are pages turned into text. What that did to the flows printed on them is undone here, and nothing else.

/** Running titles of the pages; they stand inside a flow wherever a page ends. */
const RUNNING_TITLE = /^(最佳实践··.* )?Serverless 工作流( 最佳实践··.*)?$/;

const PROSE = /^\s*\P{ASCII}/u;

/** How far the lines of a flow are indented, told from the line alone; service parameters are what is left. */
const INDENTS: readonly (readonly [RegExp, number])[] = [
  [/^(version:|type: flow|steps:)/, 0],
  [/^- type:/, 2],
  [/^(name|resourceArn|pattern|inputMappings|outputMappings|serviceParams|retry|catch):/, 4],
  [/^- (target|errors):/, 6],
  [/^(source|goto|intervalSeconds|maxAttempts|multiplier):/, 8],
  [/^- /, 10],
  [/^/, 6],
];

/** All blocks of a page text that begin with a line and end at a blank line, or before a line of `end`. */
export function findBlocks(page: string, firstLine: string, end = /^$/): string[] {
  const lines = withoutPageBreaks(page.split('\n').map((line) => line.trimEnd()));
  const starts = lines.flatMap((line, index) => (line.trim() === firstLine ? [index] : []));
  return starts.map((start) => {
    const length = lines.slice(start).findIndex((line) => end.test(line));
    // A page's first line carries one blank too many, which a first line without indentation shows.
    return [firstLine, ...lines.slice(start + 1, start + length)].join('\n');
  });
}

/** Leaves out running titles, the blank line before one unless prose follows, and lines that the next page repeats. */
function withoutPageBreaks(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (RUNNING_TITLE.test(line.trim())) {
      if (kept.at(-1) === '' && !PROSE.test(lines[index + 1] ?? '')) kept.pop();
    } else if (!(isAfterTitle(lines, index) && line !== '' && line.trim() === kept.at(-1)?.trim())) {
      kept.push(line);
    }
  }
  return kept;
}

function isAfterTitle(lines: readonly string[], index: number): boolean {
  return RUNNING_TITLE.test(lines[index - 1]?.trim() ?? '');
}

/** Cuts off the rest of a comment that ran into the next line and was joined with what stands there. */
export function splitJoinedComments(flow: string): string {
  return flow.replaceAll(/^(?=\P{ASCII})[^。\n]*。/gmu, '');
}

/** Gives a flow of task steps the indentation that the page lost. */
export function indent(flow: string): string {
  return flow
    .split('\n')
    .map((line) => line.trim())
    .map((line) => ' '.repeat(INDENTS.find(([pattern]) => pattern.test(line))?.[1] ?? 0) + line)
    .join('\n');
}
