import { stringify } from 'yaml';
import { unreachable } from '../common/unreachable.ts';
import { printCondition } from '../expressions/print-condition.ts';
import { printInputPath, printPath } from '../expressions/print-path.ts';
import type {
  ChoiceOption,
  ConditionalOption,
  DistributedMap,
  Flow,
  Mapping,
  Source,
  Step,
  StepList,
  TaskStep,
} from '../flow/flow.ts';
import { kindOf } from '../targets/targets.ts';

/** A definition text that parses to exactly this flow. */
export function printFlow(flow: Flow): string {
  const document = defined({
    version: flow.version,
    type: 'flow',
    name: flow.name,
    timeoutSeconds: flow.timeoutSeconds,
    inputMappings: flow.inputMappings?.map(printMapping),
    outputMappings: flow.outputMappings?.map(printMapping),
    steps: printSteps(flow.steps),
  });
  // Other YAML readers follow 1.1, where more plain words are not text.
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

type Printed = Readonly<Record<string, unknown>>;

function printSteps(steps: StepList): readonly Printed[] {
  return steps.map((step) =>
    defined({
      type: step.type === 'task' && step.map !== undefined ? 'foreach' : step.type,
      name: step.name,
      inputMappings: step.inputMappings?.map(printMapping),
      ...printOwn(step),
      outputMappings: step.outputMappings?.map(printMapping),
      end: ('end' in step && step.end) || undefined,
    }),
  );
}

function printOwn(step: Step): Printed {
  switch (step.type) {
    case 'task':
      return printTask(step);
    case 'wait':
      return { duration: printParam(step.duration), timestamp: printParam(step.timestamp) };
    case 'fail':
      return { error: printParam(step.error), cause: printParam(step.cause) };
    case 'choice':
      return { choices: step.choices.map(printOption), default: step.default && printOption(step.default) };
    case 'parallel':
      return { branches: step.branches.map(({ steps }) => ({ steps: printSteps(steps) })) };
    case 'foreach':
      return printIteration(step);
    case 'pass':
    case 'succeed':
      return {};
    default:
      return unreachable(step);
  }
}

function printTask(step: TaskStep): Printed {
  const { map } = step;
  return {
    ...(map === undefined ? printCall(step) : { ...printIteration(map), distributed: printDistributed(map) }),
    timeoutSeconds: step.timeoutSeconds,
    heartbeatSeconds: step.heartbeatSeconds,
    retry: step.retry.length > 0 ? step.retry : undefined,
    catch: step.catch.length > 0 ? step.catch : undefined,
    errorMappings: step.errorMappings?.map(printMapping),
  };
}

function printCall({ target, pattern, serviceParams }: TaskStep): Printed {
  const params = Object.entries(serviceParams ?? {}).map(([key, source]) => [key, printParam(source)]);
  return {
    [kindOf(target).attribute]: target.resourceArn,
    pattern,
    serviceParams: serviceParams && Object.fromEntries(params),
  };
}

function printDistributed({ batches, itemReader, resultWriter }: DistributedMap): Printed {
  return defined({
    ...batches,
    itemReader:
      itemReader &&
      defined({
        ...itemReader,
        bucket: printParam(itemReader.bucket),
        key: printParam(itemReader.key),
        prefix: printParam(itemReader.prefix),
      }),
    resultWriter:
      resultWriter &&
      defined({ bucket: printParam(resultWriter.bucket), prefix: printParam(resultWriter.prefix) }),
  });
}

function printOption(option: ChoiceOption | ConditionalOption): Printed {
  return defined({
    condition: 'condition' in option ? printCondition(option.condition) : undefined,
    steps: option.steps && printSteps(option.steps),
    goto: option.goto,
  });
}

function printIteration({
  collection,
  item,
  index,
  steps,
}: Pick<DistributedMap, 'collection' | 'item' | 'index' | 'steps'>): Printed {
  const iterationMapping = defined({ collection: collection && printInputPath(collection), item, index });
  return { iterationMapping, steps: printSteps(steps) };
}

function printMapping({ target, source }: Mapping): Printed {
  return { target, source: source.kind === 'constant' ? source.value : printPath(source.path) };
}

function printParam(source: Source | undefined): unknown {
  return source?.kind === 'reference' ? printInputPath(source.path) : source?.value;
}

/** Without the keys that hold `undefined`. */
function defined(object: Printed): Printed {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
