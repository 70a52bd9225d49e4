/** Every `step`-th value from `from` to `to`, both inclusive. */
export interface CronRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** The values of one field: `*` for all (`?` means the same), else those of all ranges together. */
export type CronField = '*' | readonly CronRange[];

/** The values that one field may hold. */
export interface CronFieldRules {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values from `min` on. */
  readonly names: readonly string[];
  /** Which of `, - * ? /` the field allows. */
  readonly signs: string;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** The rules of the six fields (docs/reference/language.md 9.1); Monday is 1, Sunday 7. */
export const CRON_FIELDS = {
  second: { label: 'Second', min: 0, max: 59, names: [], signs: '' },
  minute: { label: 'Minute', min: 0, max: 59, names: [], signs: ',-*/' },
  hour: { label: 'Hour', min: 0, max: 23, names: [], signs: ',-*/' },
  dayOfMonth: { label: 'Day-of-month', min: 1, max: 31, names: [], signs: ',-*?/' },
  month: { label: 'Month', min: 1, max: 12, names: MONTHS, signs: ',-*/' },
  dayOfWeek: { label: 'Day-of-week', min: 1, max: 7, names: WEEKDAYS, signs: ',-*?' },
} satisfies Readonly<Record<string, CronFieldRules>>;

/** One item of a list: `5`, `MON`, `5-9`, `5/3`, `5-9/3`, or a star with or without a step. */
const ITEM = /^(?<from>\*|\w+)(?:-(?<to>\w+))?(?:\/(?<step>\d+))?$/;

/** The field in a word; its problems are added to `problems`. */
export function parseCronField(word: string, rules: CronFieldRules, problems: string[]): CronField {
  if (isEveryValue(word, rules)) return '*';
  const forbidden = [...word].find((letter) => ',-*?/'.includes(letter) && !rules.signs.includes(letter));
  const items = forbidden === undefined ? word.split(',').map((item) => parseItem(item, rules)) : [];
  const reason = forbidden === undefined ? items.find(isReason) : `contains "${forbidden}"`;
  if (reason !== undefined) problems.push(`${rules.label} "${word}" ${reason}; ${describe(rules)}`);
  return items.filter((item): item is CronRange => !isReason(item));
}

function isEveryValue(word: string, { signs }: CronFieldRules): boolean {
  return (word === '*' || word === '?') && signs.includes(word);
}

function isReason(item: CronRange | string): item is string {
  return typeof item === 'string';
}

/** A range, or why the text is none. */
function parseItem(text: string, rules: CronFieldRules): CronRange | string {
  const groups = ITEM.exec(text)?.groups;
  if (groups === undefined) return 'is malformed';
  const step = Number(groups['step'] ?? 1);
  if (step < 1 || step > rules.max) return `has a step that is not between 1 and ${rules.max}`;
  const isOpen = groups['to'] === undefined && groups['step'] !== undefined;
  const from = readValue(groups['from'], rules);
  const to = isOpen ? rules.max : readValue(groups['to'] ?? groups['from'], rules);
  if (Number.isNaN(from + to)) return 'is malformed';
  if (from < rules.min || Math.max(from, to) > rules.max) return 'is out of range';
  return from > to ? 'has a range that runs backwards' : { from, to, step };
}

/** The value of a text; NaN when it is neither a number nor a name. `*` begins at the smallest value. */
function readValue(text: string | undefined, rules: CronFieldRules): number {
  if (text === '*') return rules.min;
  const index = rules.names.indexOf(`${text}`.toUpperCase());
  if (index >= 0) return rules.min + index;
  return /^\d+$/.test(`${text}`) ? Number(text) : Number.NaN;
}

function describe({ min, max, names, signs }: CronFieldRules): string {
  if (signs === '') return `allowed is one number from ${min} to ${max}`;
  const named = names.length === 0 ? '' : ` or ${names[0]} to ${names.at(-1)}`;
  return `allowed are ${min} to ${max}${named} and the signs ${[...signs].join(' ')}`;
}
