import { App } from 'aws-cdk-lib';
import { ConsoleStack } from '../lib/console-stack.ts';
import { FdlStack } from '../lib/fdl-stack.ts';
import { SERVICE_STACK_NAME } from '../lib/flow-service.ts';
import { readSettings } from '../lib/settings.ts';

const app = new App();
const { api } = new FdlStack(app, SERVICE_STACK_NAME);
const { console, production } = readSettings(app.node);
if (console) new ConsoleStack(app, 'FdlConsole', { api, isProtected: production });
