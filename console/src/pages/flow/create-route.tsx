export { CreateFlowPage as Component } from './create-flow-page.tsx';
