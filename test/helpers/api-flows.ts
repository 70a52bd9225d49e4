/** Two pass steps: the flow of the published history. */
export const TWO_PASSES = `version: v1
type: flow
steps:
  - type: pass
    name: pass1
  - type: pass
    name: pass2
`;

/** Answers its input under `said`. */
export const ECHO = `version: v1
type: flow
outputMappings:
  - target: said
    source: $input
steps:
  - type: pass
    name: nothing
`;

/** Waits for a callback; the token travels in a queue message. */
export const CALLBACK = `version: v1
type: flow
steps:
  - type: task
    name: ask
    resourceArn: acs:mns:::/queues/questions/messages
    pattern: waitForCallback
    inputMappings:
      - target: token
        source: $context.task.token
    serviceParams:
      MessageBody: $
`;

/** The same, with a worker that owes a heartbeat every 30 seconds. */
export const OWING = CALLBACK.replace(
  'pattern: waitForCallback',
  'pattern: waitForCallback\n    heartbeatSeconds: 30',
);

/** Fails with an error of its own. */
export const FAILING = `version: v1
type: flow
steps:
  - type: fail
    name: stumble
    error: TooLate
    cause: the gate is closed
`;
