import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHandClick, IconPlayerPlay, IconRoute } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { PageLoader } from './page-loader.tsx';
import { Preferences } from './preferences.tsx';
import { useScrollToTop } from './use-scroll-to-top.ts';

const PAGES = [
  { path: '/flows', name: 'flows', Icon: IconRoute },
  { path: '/executions', name: 'executions', Icon: IconPlayerPlay },
  { path: '/tokens', name: 'tokens', Icon: IconHandClick },
] as const;

/** The frame of every page: navigation, colours and language. */
export function Shell() {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useScrollToTop();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a className="skip-link" href="#content">
        {t('skipToContent')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t(isOpen ? 'menu.close' : 'menu.open')}
              aria-expanded={isOpen}
            />
            <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width={24} height={24} />
            <Text fw={600}>{t('product')}</Text>
          </Group>
          <Preferences />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('menu.main')}>
        {PAGES.map(({ path, name, Icon }) => (
          <NavLink
            key={path}
            component={Link}
            to={path}
            onClick={close}
            label={t(`page.${name}`)}
            leftSection={<Icon size={18} aria-hidden />}
            active={pathname.startsWith(path)}
            aria-current={pathname.startsWith(path) ? 'page' : undefined}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Suspense fallback={<PageLoader />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
