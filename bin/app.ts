import { App } from 'aws-cdk-lib';
import { FdlStack } from '../lib/fdl-stack.ts';
import { SERVICE_STACK_NAME } from '../lib/flow-service.ts';

new FdlStack(new App(), SERVICE_STACK_NAME);
