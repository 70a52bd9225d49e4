import { App } from 'aws-cdk-lib';
import { ConsoleStack } from '../lib/console/console-stack.ts';
import { SERVICE_STACK_NAME } from '../lib/flow/flow-service.ts';
import { FdlStack } from '../lib/service/fdl-stack.ts';
import { readSettings } from '../lib/service/settings.ts';

const app = new App();
const { api } = new FdlStack(app, SERVICE_STACK_NAME);
const { console, production } = readSettings(app.node);
if (console) new ConsoleStack(app, 'FdlConsole', { api, isProtected: production });
