import { localStorageColorSchemeManager, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
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
  const { t } = useTranslation();
  const named = useMemo(() => mergeThemeOverrides(theme, closedBy(t('action.close'))), [t]);
  return (
    <MantineProvider theme={named} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
      {children}
    </MantineProvider>
  );
}

/** Names the button that closes a message, for those who do not see its sign. */
function closedBy(name: string) {
  const closeButtonProps = { 'aria-label': name };
  return { components: { Notification: { defaultProps: { closeButtonProps } } } };
}
