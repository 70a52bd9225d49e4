import type { ExecutionView } from '../../../../src/api/contract.ts';
import { stringifyJson } from '../../../../src/common/json-text.ts';
import type { Flow } from '../../../../src/flow/flow.ts';
import type { ExecutionModel } from '../../../../src/trace/model.ts';
import { recordedCase } from '../../../../src/trace/recorded-case.ts';
import { saveFile } from './save-file.ts';

/** The text of a test file for `fdl test`, with a case that goes as an execution went; JSON is YAML, too. */
export function testFileText(execution: ExecutionView, flow: Flow, model: ExecutionModel): string {
  return stringifyJson(
    { flow: `${execution.FlowName}.yaml`, cases: [recordedCase(flow, execution, model)] },
    2,
  );
}

/** Has the browser save an execution that has ended as a test file. */
export function exportTest(execution: ExecutionView, flow: Flow, model: ExecutionModel): void {
  saveFile(`${execution.FlowName}-${execution.Name}.test.json`, testFileText(execution, flow, model));
}
