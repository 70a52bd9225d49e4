import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadConfig } from './api/config.ts';
import { App } from './app.tsx';
import { startTranslations } from './i18n/i18n.ts';

startTranslations();
const config = await loadConfig();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App config={config} />
  </StrictMode>,
);
