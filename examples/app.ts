import { App } from 'aws-cdk-lib';
import { EXAMPLE_STACKS } from './stacks.ts';

// `npx cdk deploy --app 'npx node examples/app.ts' TripBooking`: one stack per example, next to a deployed service.

const app = new App();
for (const ExampleStack of Object.values(EXAMPLE_STACKS)) new ExampleStack(app);
