export { ExecutionsPage as Component } from './executions-page.tsx';
