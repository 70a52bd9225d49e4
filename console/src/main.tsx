import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { beginSession } from './api/begin-session.ts';
import { loadConfig } from './api/config.ts';
import { App, Looks } from './app.tsx';
import { startTranslations } from './i18n/i18n.ts';
import { SignInFailedPage } from './shell/sign-in-failed-page.tsx';

startTranslations();
const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no #root');
const root = createRoot(element);
const config = await loadConfig();
try {
  const session = await beginSession(config);
  root.render(
    <StrictMode>
      <App config={config} session={session} />
    </StrictMode>,
  );
} catch (error) {
  root.render(
    <Looks>
      <SignInFailedPage error={error as Error} />
    </Looks>,
  );
}
