import { describe } from 'vitest';
import { call, steps, task, testDiagnosed } from './diagnosed.ts';

const queue = (rest: string): string => task(`resourceArn: acs:mns:::/queues/q/messages, ${rest}`);
const topic = (rest: string): string => task(`resourceArn: acs:mns:::/topics/q/messages, ${rest}`);
const child = (rest: string): string => task(`resourceArn: acs:fnf:::flow/f, ${rest}`);

describe('in a task', () => {
  testDiagnosed([
    [
      'neither resource nor action',
      steps('- ⟦{type: task, name: t, pattern: sync}⟧'),
      'missing-attribute',
      'steps[0]',
      '"resourceArn" and "action"',
    ],
    [
      'heartbeats of a task that waits for no report',
      task('resourceArn: acs:fc:::services/s/functions/f, heartbeatSeconds: ⟦5⟧'),
      'conflicting-attributes',
      'steps[0].heartbeatSeconds',
      'needs pattern: waitForCallback',
    ],
    [
      'heartbeats no more often than the timeout',
      queue(
        'serviceParams: {MessageBody: a}, pattern: waitForCallback, timeoutSeconds: 5, heartbeatSeconds: ⟦5⟧',
      ),
      'out-of-range',
      'steps[0].heartbeatSeconds',
      'smaller than timeoutSeconds, which is 5',
    ],
    [
      'heartbeats without a pause',
      queue('serviceParams: {MessageBody: a}, pattern: waitForCallback, heartbeatSeconds: ⟦0⟧'),
      'out-of-range',
      'steps[0].heartbeatSeconds',
      '1 to 31536000',
    ],
    [
      'both resource and action',
      steps(
        '- ⟦{type: task, name: t, resourceArn: acs:fc:::services/s/functions/f, action: fnf:StartExecution}⟧',
      ),
      'conflicting-attributes',
      'steps[0]',
      '"resourceArn" and "action"',
    ],
    [
      'another action',
      task('action: ⟦ocr:Recognize⟧'),
      'invalid-resource',
      'steps[0].action',
      'fnf:StartExecution, found "ocr:Recognize"',
    ],
    [
      'a resource that is no text',
      task('resourceArn: ⟦5⟧'),
      'wrong-type',
      'steps[0].resourceArn',
      'Expected text',
    ],
    ['an action that is no text', task('action: ⟦[]⟧'), 'wrong-type', 'steps[0].action', 'Expected text'],
    [
      'a resource of another service',
      task('resourceArn: ⟦acs:oss:::b⟧'),
      'invalid-resource',
      'steps[0].resourceArn',
      'acs:fc:{region}',
    ],
    [
      'a placeholder',
      task('resourceArn: ⟦"acs:mns:::/queues/<queue>/messages"⟧'),
      'invalid-resource',
      'steps[0].resourceArn',
      'Replace the placeholders',
    ],
    [
      'a path outside of the functions',
      task('resourceArn: ⟦acs:fc:::services/../functions/f⟧'),
      'invalid-resource',
      'steps[0].resourceArn',
      'names nothing',
    ],
    [
      'an unknown pattern',
      call('pattern: ⟦async⟧'),
      'unknown-value',
      'steps[0].pattern',
      'Expected requestResponse, sync, waitForCallback',
    ],
    [
      'sync of a function',
      call('pattern: ⟦sync⟧'),
      'unsupported-pattern',
      'steps[0].pattern',
      'not supported by a function',
    ],
    [
      'a task timeout of zero',
      call('timeoutSeconds: ⟦0⟧'),
      'out-of-range',
      'steps[0].timeoutSeconds',
      '1 to',
    ],
    [
      'an unknown parameter',
      queue('serviceParams: {MessageBody: $, ⟦Delay⟧: 1}'),
      'unknown-attribute',
      'steps[0].serviceParams.Delay',
      'the serviceParams of a queue',
    ],
    [
      'a queue without parameters',
      steps('- ⟦{type: task, name: t, resourceArn: arn:aws:sqs:::q}⟧'),
      'missing-attribute',
      'steps[0]',
      '"serviceParams"',
    ],
    [
      'a queue without body',
      queue('serviceParams: ⟦{Priority: 1}⟧'),
      'missing-attribute',
      'steps[0].serviceParams',
      '"MessageBody"',
    ],
    [
      'parameters that are a list',
      queue('serviceParams: ⟦[MessageBody]⟧'),
      'wrong-type',
      'steps[0].serviceParams',
      'the serviceParams of a queue as an object',
    ],
    [
      'a priority of 17',
      queue('serviceParams: {MessageBody: $, Priority: ⟦17⟧}'),
      'out-of-range',
      'steps[0].serviceParams.Priority',
      '1 to 16',
    ],
    [
      'a priority that is a word',
      queue('serviceParams: {MessageBody: $, Priority: ⟦high⟧}'),
      'wrong-type',
      'steps[0].serviceParams.Priority',
      'whole number or a path',
    ],
    [
      'a delay that is a list',
      queue('serviceParams: {MessageBody: $, DelaySeconds: ⟦[1]⟧}'),
      'wrong-type',
      'steps[0].serviceParams.DelaySeconds',
      'found a list',
    ],
    [
      'a tag that is a number',
      topic('serviceParams: {MessageBody: $, MessageTag: ⟦1⟧}'),
      'wrong-type',
      'steps[0].serviceParams.MessageTag',
      'Expected text',
    ],
    [
      'attributes that are a list',
      topic('serviceParams: {MessageBody: $, MessageAttributes: ⟦[]⟧}'),
      'wrong-type',
      'steps[0].serviceParams.MessageAttributes',
      'Expected text',
    ],
    [
      'a parameter from local',
      child('serviceParams: {Input: ⟦$local.x⟧}'),
      'invalid-path',
      'steps[0].serviceParams.Input',
      "the step's input; bring other data",
    ],
    [
      'an unknown invocation type',
      call('serviceParams: {InvocationType: ⟦Event⟧}'),
      'unknown-value',
      'steps[0].serviceParams.InvocationType',
      'Sync, Async',
    ],
    [
      'an action without flow',
      task('action: fnf:StartExecution, serviceParams: ⟦{Input: $}⟧'),
      'missing-attribute',
      'steps[0].serviceParams',
      '"FlowName"',
    ],
  ]);
});
