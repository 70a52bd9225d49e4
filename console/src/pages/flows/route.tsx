export { FlowsPage as Component } from './flows-page.tsx';
