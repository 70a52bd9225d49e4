import type { Pattern } from '../../targets/target-kind.ts';
import type { ErrorName } from '../read/error-name.ts';
import type { AttributeHelp } from './attribute-help.ts';

/** The ways in which a task may wait. */
export const PATTERN_HELP: Readonly<Record<Pattern, AttributeHelp>> = {
  requestResponse: { says: 'Makes the call and takes its response as the result.', section: '4.1' },
  sync: { says: 'Starts a flow, waits until it ends, and takes its output.', section: '4.1' },
  waitForCallback: {
    says: "Makes the call and waits for a report with the attempt's token, $context.task.token.",
    section: '4.1',
  },
};

const EXECUTION_NAME = 'Name of the started execution; left out, it follows from the step and the attempt.';

/** The service parameters, which have one meaning wherever they may stand. */
export const PARAM_HELP: Readonly<Record<string, AttributeHelp>> = {
  InvocationType: {
    says: 'Sync waits for the result, Async only hands the event over.',
    section: '4.2',
    default: 'Sync',
  },
  MessageBody: {
    says: 'The message: a constant, $ for the whole mapped input, or a path into it.',
    section: '4.3',
    example: '$',
  },
  Priority: { says: 'Priority of the message, 1 first, to 16.', section: '4.3' },
  DelaySeconds: { says: 'Seconds for which the queue holds the message back.', section: '4.3' },
  MessageTag: { says: 'The tag by which subscriptions of the topic filter.', section: '4.4' },
  MessageAttributes: { says: 'Attributes of the message: an object, or its JSON text.', section: '4.4' },
  Input: {
    says: 'Input of the started execution; left out, the mapped input.',
    section: '4.5',
    example: '$',
  },
  ExecutionName: { says: EXECUTION_NAME, section: '4.5' },
  FlowName: { says: 'The flow that is started.', section: '4.6' },
  Qualifier: { says: 'A published version of the flow, or an alias.', section: '4.6' },
  CallbackFnFTaskToken: {
    says: 'Token of a task that ends as the started execution ends.',
    section: '4.6',
  },
};

/** The paths of `$context`. */
export const CONTEXT_HELP = {
  'flow.name': { says: 'Name of the flow.', section: '2.7' },
  'flow.id': { says: 'Id of the flow.', section: '2.7' },
  'execution.name': { says: 'Name of the execution.', section: '2.7' },
  'step.name': { says: 'Name of the step.', section: '2.7' },
  'step.eventId': { says: "Id of the step's StepEntered event.", section: '2.7' },
  'step.iterationIndex': { says: 'Position of the innermost iteration, from 0.', section: '2.7' },
  'task.token': { says: 'Token of this attempt, by which a worker reports its result.', section: '2.7' },
} as const satisfies Readonly<Record<string, AttributeHelp>>;

/** The errors that the service gives, in a sentence. */
export const ERROR_HELP: Readonly<Record<ErrorName, string>> = {
  'FnF.ALL': 'Every error of the task; not the timeout, the stop and the limits of the execution.',
  'FnF.TaskTimeout': "An attempt took longer than the task's timeoutSeconds.",
  'FnF.HeartbeatTimeout': 'The worker of the task sent no heartbeat within its heartbeatSeconds.',
  'FnF.Timeout': 'A flow that the task waits for took longer than its timeoutSeconds.',
  'FC.ResourceThrottled': 'The function was refused for want of concurrency.',
  'FC.ResourceExhausted': 'The function was refused for want of network or machines.',
  'FC.InternalServerError': 'The function service failed or never answered; the function may have run.',
  'FC.Unknown': 'The function crashed, exited, took too long, or threw an error without a name of its own.',
  'FC.FunctionNotFound': 'There is no such function.',
  'FC.ServiceNotFound': 'There is no such service.',
  'FC.HandlerNotFound': 'The function has no such handler.',
  'FC.InvalidArgument': 'The function service refused the request, as for too much data.',
  'FC.AccessDenied': "The flow's role may not call the function.",
  'FnF.Fail': 'A fail step without an error of its own, in a flow that the task waits for.',
  'FnF.InvalidInput': 'A duration, timestamp, collection or service parameter is missing or wrong.',
  'FnF.InvalidOutput': "A task's output is no JSON object.",
  'FnF.InvalidLocal': 'A function returned something other than a JSON object.',
  'FnF.DataLimitExceeded': 'Data of a step are above the limit.',
  'FnF.EventLimitExceeded': 'An execution has more events than the limit.',
  'FnF.DepthLimitExceeded': 'Too many executions have started each other.',
  'FnF.ResourceNotFound': 'There is no such queue or topic.',
  'FnF.PermissionDenied': "The flow's role may not send there.",
  'FnF.ToleranceExceeded': 'More items of a distributed foreach have failed than it tolerates.',
  'FnF.ItemReaderFailed':
    'The items of a distributed foreach cannot be read, or the object has changed meanwhile.',
  'FnF.ResultWriterFailed': 'The results of a distributed foreach cannot be written.',
  'FnF.ResultsLost': 'A batch of a distributed foreach was removed before its results were gathered.',
  'FnF.DamagedData': 'What was kept of the end of an execution cannot be read.',
  'FnF.ParentStopped': 'The execution that waited for this one has ended.',
  'FnF.ParentRedriven': 'The execution that waited for this one was redriven.',
  'FnF.FlowDeleted': 'The flow of the execution was deleted.',
  'fnf.FlowNotExists': 'The flow that the task starts does not exist.',
  'fnf.FlowVersionNotExists': 'The flow that the task starts has no such version.',
  'fnf.FlowAliasNotExists': 'The flow that the task starts has no such alias.',
  'fnf.ExecutionAlreadyExists': "The child's name belongs to another execution.",
  'mns.InternalError': 'The queue or topic service failed.',
};
