/** One statement of a policy, with every reference resolved. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One statement of the policy that says who may take on a role. */
export interface TrustStatement {
  readonly Effect: string;
  readonly Principal: Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Statement['Condition'];
}

/** A question to IAM. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** True when a statement is about the request. @throws for a condition that this reader does not know. */
export function applies(statement: Statement, { action, resource, context }: AccessRequest): boolean {
  const matchesAny = (patterns: string | readonly string[], text: string) =>
    [patterns].flat().some((pattern) => isLike(pattern, text));
  return (
    matchesAny(statement.Action, action) &&
    matchesAny(statement.Resource, resource) &&
    holdsAll(statement.Condition, context)
  );
}

/** True when one statement allows the request and none denies it: everything else is refused. */
export function isAllowed(statements: readonly Statement[], request: AccessRequest): boolean {
  const about = statements.filter((statement) => applies(statement, request));
  return about.some(({ Effect }) => Effect === 'Allow') && about.every(({ Effect }) => Effect !== 'Deny');
}

/** True when a role or a service may take on the role of these statements. */
export function trusts(
  statements: readonly TrustStatement[],
  principal: string,
  context: AccessRequest['context'],
): boolean {
  const about = statements.filter(
    ({ Principal, Condition }) =>
      Object.values(Principal).flat().includes(principal) && holdsAll(Condition, context),
  );
  return about.length > 0 && about.every(({ Effect }) => Effect === 'Allow');
}

function holdsAll(condition: Statement['Condition'] = {}, context: AccessRequest['context']): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, [values].flat(), context[key])),
  );
}

function holds(operator: string, values: readonly string[], given: string | undefined): boolean {
  switch (operator) {
    // Requests here have one value of each key.
    case 'ForAllValues:StringEquals':
    case 'StringEquals':
      return given !== undefined && values.includes(given);
    case 'ArnLike':
    case 'ArnEquals':
      return given !== undefined && values.some((value) => isLike(value, given));
    default:
      throw new Error(`This reader of policies knows no condition ${operator}`);
  }
}

/** `*` is any text, `?` any character. */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
