export { ConsoleStack, type ConsoleStackProps } from './console/console-stack.ts';
export { Flow, type FlowProps } from './flow/flow.ts';
export type { FlowAlias } from './flow/flow-alias.ts';
export { FlowDefinition } from './flow/flow-definition.ts';
export type { FailureHandler, FlowSchedule } from './flow/flow-schedule.ts';
export { type FlowService, importService } from './flow/flow-service.ts';
export type { Binding, BoundFlow } from './flow/flow-targets.ts';
export type { ObjectCreated } from './flow/start-on-object.ts';
export { FdlStack } from './service/fdl-stack.ts';
