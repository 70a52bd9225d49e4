import { createBrowserRouter, Navigate } from 'react-router';
import { ErrorPage } from './shell/error-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { PageLoader } from './shell/page-loader.tsx';
import { Shell } from './shell/shell.tsx';

/** The address of every page. Pages are loaded when they are first visited. */
export function createRoutes() {
  return createBrowserRouter(
    [
      {
        element: <Shell />,
        errorElement: <ErrorPage />,
        hydrateFallbackElement: <PageLoader />,
        children: [
          {
            errorElement: <ErrorPage />,
            children: [
              { index: true, element: <Navigate to="/flows" replace /> },
              { path: 'flows', lazy: () => import('./pages/flows/route.tsx') },
              { path: 'flows/:flowName/:tab?', lazy: () => import('./pages/flow/route.tsx') },
              { path: 'create-flow', lazy: () => import('./pages/flow/create-route.tsx') },
              { path: 'executions', lazy: () => import('./pages/executions/route.tsx') },
              {
                path: 'executions/:flowName/:executionName',
                lazy: () => import('./pages/execution/route.tsx'),
              },
              { path: 'tokens', lazy: () => import('./pages/tokens/route.tsx') },
              { path: '*', element: <NotFoundPage /> },
            ],
          },
        ],
      },
    ],
    { basename: import.meta.env.BASE_URL },
  );
}
