import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const COMMENTS = globSync('{src,lib,lambdas,bin,exports}/**/*.ts').flatMap((file) =>
  (readFileSync(file, 'utf8').match(/\/\*[\s\S]*?\*\/|\/\/ .*/g) ?? []).map((text) => ({ file, text })),
);

/** Folders without HTTP. */
const WITHOUT_HTTP =
  /^src\/(?:common|expressions|flow|fdl|interpreter|graph|schedules|targets|trace|engine|ports|testing|adapters|queues)\//;

/** Words that hide the actor. */
const HIDDEN =
  /\b(?:whoever|whomever|somebody|someone|anybody|anyone|nobody|everybody|everyone|himself|herself)\b/i;

test('comments name the actor: the driver, the API, the worker, the caller', () => {
  expect(commentsWith(HIDDEN)).toEqual([]);
});

test('the pages for users name the actor, too', () => {
  const lines = globSync(['README.md', 'CONTRIBUTING.md', 'docs/{guide,reference}/*.md']).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => `${file}: ${line}`),
  );
  expect(lines.filter((line) => HIDDEN.test(line) && !line.includes('plain-english'))).toEqual([]);
});

test('docstrings begin with the name of the thing or with the verb, not with What or Who', () => {
  expect(commentsWith(/^\/\*\*[\s*]*(?:What|Who)\b/)).toEqual([]);
});

test('only HTTP answers: functions return, promises resolve, workers report', () => {
  expect(commentsWith(/\banswer(?:s|ed)?\b/i).filter((found) => WITHOUT_HTTP.test(found))).toEqual([]);
});

function commentsWith(words: RegExp): readonly string[] {
  return COMMENTS.filter(({ text }) => words.test(text)).map(({ file, text }) => `${file}: ${text}`);
}
