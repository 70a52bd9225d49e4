/** Texts of typical records, the most frequent last, where references to them are shortest. */
const SAMPLES = [
  '{"flowVersion":1,"input":"{}","owner":"","parentToken":"","startedBy":"","flowName":"","startedAt":1767,"tokenKey":"',
  '{"status":"Failed","stoppedAt":1767,"output":"","failure":{"error":"FnF.TaskTimeout","cause":"{\\"errorMessage\\":\\"',
  '{"status":"Succeeded","stoppedAt":1767,"output":"{\\"',
  '{"type":"ExecutionStarted"},{"type":"BranchEntered","frame":1,"index":0},{"type":"IterationEntered","frame":1,"index":1},',
  '{"type":"ExecutionFailed","failure":{"error":"FC.Unknown","cause":"{\\"errorMessage\\":\\"","errorType\\":\\"","trace\\":[\\"',
  '{"type":"StepFailed","frame":1,"failure":{"error":"',
  '{"type":"TaskFailed","frame":1,"failure":{"error":"',
  '{"type":"TaskSubmitted","frame":1,"output":"{\\"MessageId\\":\\"","MessageBodyMD5\\":\\"","RequestId\\":\\"',
  '{"type":"TaskTimedOut","frame":1},{"type":"IterationExited","frame":1},{"type":"BranchExited","frame":1},',
  '{"type":"StepStarted","frame":1},{"type":"StepSucceeded","frame":1},{"type":"ExecutionSucceeded"}]}',
  '{"at":1767,"owner":"","events":[{"type":"TaskSucceeded","frame":1,"output":"{\\"","status\\":\\"","id\\":\\"}"},',
  '{"type":"StepExited","frame":1},{"type":"StepEntered","frame":1},{"type":"TaskScheduled","frame":1},{"type":"TaskStarted","frame":1}]}',
];

/**
 * The dictionary with which stored texts are compressed.
 *
 * It is part of the storage format: texts packed with it can be read with no other. For another dictionary, add a flag.
 */
export const RECORD_DICTIONARY: Uint8Array = Buffer.from(SAMPLES.join(''));
