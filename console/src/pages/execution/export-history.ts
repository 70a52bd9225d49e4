import type { ExecutionView } from '../../../../src/api/contract.ts';
import { stringifyJson } from '../../../../src/common/json-text.ts';
import type { ExecutionModel } from '../../../../src/trace/model.ts';
import { saveFile } from './save-file.ts';

/** Has the browser save the execution and its events, as the API answers them, in one JSON file. */
export function exportHistory(execution: ExecutionView, model: ExecutionModel): void {
  const { FlowName, FlowDefinition, Name, Input, Output, Status, StartedTime, StoppedTime } = execution;
  const shown = { FlowName, FlowDefinition, Name, Input, Output, Status, StartedTime, StoppedTime };
  const text = stringifyJson({ ...shown, Events: model.events.values() }, 2);
  saveFile(`${FlowName}-${Name}-history.json`, text);
}
