import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Has the words that it looks for. */
const THIS = 'test/unit/architecture/plain-english.test.ts';

const SHIPPED = '{src,lib,lambdas,bin,exports,console/src,bench,build,examples}/**/*.{ts,tsx}';

interface Comment {
  readonly file: string;
  readonly text: string;
}

const COMMENTS = commentsIn(SHIPPED);

function commentsIn(pattern: string): readonly Comment[] {
  return textsIn(pattern, /\/\*[\s\S]*?\*\/|\/\/ .*/g);
}

function textsIn(pattern: string, form: RegExp): readonly Comment[] {
  return globSync(pattern, { exclude: ['**/node_modules/**', THIS] }).flatMap((file) =>
    (readFileSync(file, 'utf8').match(form) ?? []).map((text) => ({ file, text })),
  );
}

/** Folders without HTTP. */
const WITHOUT_HTTP =
  /^src\/(?:common|expressions|flow|fdl|interpreter|graph|schedules|targets|trace|engine|ports|testing|adapters|queues)\/|^examples\/(?:runner|trip-booking)\//;

/** Words that hide the actor. */
const HIDDEN =
  /\b(?:whoever|whomever|somebody|someone|anybody|anyone|nobody|everybody|everyone|himself|herself)\b/i;

test('comments name the actor: the driver, the API, the worker, the caller', () => {
  expect(commentsWith(HIDDEN)).toEqual([]);
});

test('tests do, in their titles and comments', () => {
  const titles = textsIn('test/**/*.ts', /^\s*(?:test|describe)\b.*$/gm);
  expect(commentsWith(HIDDEN, [...titles, ...commentsIn('test/**/*.ts')])).toEqual([]);
});

test('the pages for users, of examples and of decisions name the actor, too', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'docs/{guide,reference,internals}/**/*.md',
    'examples/*/README.md',
  ];
  const lines = globSync(pages).flatMap((file) =>
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

function commentsWith(words: RegExp, comments = COMMENTS): readonly string[] {
  return comments.filter(({ text }) => words.test(text)).map(({ file, text }) => `${file}: ${text}`);
}
