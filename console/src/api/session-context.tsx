import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { SignInPage } from '../shell/sign-in-page.tsx';
import { type ApiError, isSignInNeeded } from './api-error.ts';
import { type CallApi, createCallApi } from './call-api.ts';
import type { ConsoleConfig } from './config.ts';
import { anonymousSession, type Session } from './session.ts';

/** The API in the name of the signed-in user. */
interface ApiContext {
  readonly callApi: CallApi;
  readonly session: Session;
  readonly signOut: () => void;
}

const Context = createContext<ApiContext | undefined>(undefined);

/** The signed-in caller's API; only below {@link SessionProvider}. */
export function useApi(): ApiContext {
  const context = use(Context);
  if (context === undefined) throw new Error('useApi is called outside of SessionProvider');
  return context;
}

/** Calls an operation of the API as the signed-in caller. */
export function useCallApi(): CallApi {
  return useApi().callApi;
}

interface SessionProviderProps {
  readonly config: ConsoleConfig;
  /** The first caller. */
  readonly first: Session;
  readonly children: ReactNode;
}

/**
 * Begins with the first session and asks for a key as soon as the API demands one.
 *
 * A session lives in memory only and ends with the page; each has a cache of its own, so nothing outlives signing out.
 */
export function SessionProvider({ config, first, children }: SessionProviderProps) {
  const [session, setSession] = useState<Session>(first);
  const [closed, setClosed] = useState<ApiError | 'signedOut'>();
  const signOut = useCallback(() => {
    // Where users sign in elsewhere, the page is left and begins anew.
    if (session.signOut !== undefined) return void session.signOut();
    setSession(anonymousSession);
    setClosed('signedOut');
  }, [session]);
  const callApi = useMemo(() => {
    const call = createCallApi(config.endpoint, session);
    return session.signOut === undefined ? refusing(call, setClosed) : call;
  }, [config.endpoint, session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session must not see what this one has read
  const queryClient = useMemo(createQueryClient, [session]);
  const value = useMemo(() => ({ callApi, session, signOut }), [callApi, session, signOut]);
  const signIn = (next: Session) => {
    setSession(next);
    setClosed(undefined);
  };
  return (
    <Context value={value}>
      <QueryClientProvider client={queryClient}>
        {closed === undefined ? (
          children
        ) : (
          <SignInPage
            // Before a key was tried, no caller was refused.
            refusal={closed === 'signedOut' || session === anonymousSession ? undefined : closed}
            onSignIn={signIn}
          />
        )}
      </QueryClientProvider>
    </Context>
  );
}

function refusing(callApi: CallApi, onRefused: (error: ApiError) => void): CallApi {
  return async (...call) => {
    try {
      return await callApi(...call);
    } catch (error) {
      if (isSignInNeeded(error)) onRefused(error);
      throw error;
    }
  };
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache(),
    defaultOptions: {
      queries: { retry: mayRetry, staleTime: 2_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}

/** Reads are tried twice more where the failure may pass. */
function mayRetry(failures: number, error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  const mayPass =
    code === 'ConnectionFailed' || code === 'ResourceThrottled' || code === 'InternalServerError';
  return mayPass && failures < 2;
}
