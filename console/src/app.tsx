import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from 'react-router/dom';
import type { ConsoleConfig } from './api/config.ts';
import { SessionProvider } from './api/session-context.tsx';
import { createRoutes } from './routes.tsx';
import { theme } from './styles/theme.ts';

const colorSchemes = localStorageColorSchemeManager({ key: 'fdl-console-colour-scheme' });
const router = createRoutes();

/** The whole console: looks, session, pages. */
export function App({ config }: { config: ConsoleConfig }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
      <Notifications position="bottom-right" />
      <SessionProvider config={config}>
        <RouterProvider router={router} />
      </SessionProvider>
    </MantineProvider>
  );
}
