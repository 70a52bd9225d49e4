import type { App } from 'aws-cdk-lib';
import { ConsoleStack } from '../../lib/console/console-stack.ts';
import { FdlStack } from '../../lib/index.ts';
import { type Flags, projectApp } from './service-template.ts';

/** A service with its console, whose templates the CDK checks against the rules of CloudFormation when it makes them. */
export function checkedService(flags: Flags): { readonly app: App; readonly stack: FdlStack } {
  const app = projectApp(flags, true);
  const stack = new FdlStack(app, 'FdlOnAws');
  new ConsoleStack(app, 'FdlConsole', { api: stack.api, isProtected: flags['production'] === true });
  return { app, stack };
}
