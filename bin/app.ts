import { App } from 'aws-cdk-lib';
import { ConsoleStack } from '../lib/console/console-stack.ts';
import { SERVICE_STACK_NAME } from '../lib/flow/flow-service.ts';
import { Hello } from '../lib/hello/hello.ts';
import { FdlStack } from '../lib/service/fdl-stack.ts';
import { readSettings } from '../lib/service/settings.ts';

const app = new App();
const stack = new FdlStack(app, SERVICE_STACK_NAME);
const { api, service } = stack;
const { console, production } = readSettings(app.node);
if (!production) new Hello(stack, 'Hello', { service, url: api.http.url });
if (console) new ConsoleStack(app, 'FdlConsole', { api, isProtected: production });
