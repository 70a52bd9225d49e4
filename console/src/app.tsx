import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import type { ConsoleConfig } from './api/config.ts';
import type { Session } from './api/session.ts';
import { SessionProvider } from './api/session-context.tsx';
import { createRoutes } from './routes.tsx';
import { theme } from './styles/theme.ts';

const colorSchemes = localStorageColorSchemeManager({ key: 'fdl-console-colour-scheme' });

/** The whole console: looks, session, pages. */
export function App({ config, session }: { config: ConsoleConfig; session: Session }) {
  // Not before: signing in restores the address that the routes begin with.
  const [router] = useState(createRoutes);
  return (
    <Looks>
      <Notifications position="bottom-right" />
      <SessionProvider config={config} first={session}>
        <RouterProvider router={router} />
      </SessionProvider>
    </Looks>
  );
}

/** Colours, type and components as everything in the console has them. */
export function Looks({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
      {children}
    </MantineProvider>
  );
}
