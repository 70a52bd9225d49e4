export { FdlStack } from './fdl-stack.ts';
export { Flow, type FlowProps } from './flow.ts';
export { FlowDefinition } from './flow-definition.ts';
export type { FlowSchedule } from './flow-schedule.ts';
export { type FlowService, importService } from './flow-service.ts';
export type { Binding, BoundFlow } from './flow-targets.ts';
export type { ObjectCreated } from './start-on-object.ts';
