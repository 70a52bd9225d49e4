export { ExecutionPage as Component } from './execution-page.tsx';
