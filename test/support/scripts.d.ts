/** The launcher of scripts/, as far as the tests use it. */
declare module '*/scripts/lib/postgres.mjs' {
  export function startPostgres(options: {
    dataDir: string;
    durable?: boolean;
    mayCreateDatabases?: boolean;
  }): Promise<{ url: string; ownerUrl: string; adminUrl: string; port: number; stop(): Promise<void> }>;
}
declare module '*/scripts/lib/redis.mjs' {
  export function redisProgram(): { file: string; environment: Record<string, string> } | undefined;
}
declare module '*/scripts/lib/folders.mjs' {
  export function throwAwayDir(kind: string): Promise<string>;
}
declare module '*/mistakes.mjs' {
  /** By name: file, wall, hole; three more for a further place. */
  export const MISTAKES: Record<string, (string | RegExp)[]>;
}
