/** The launcher of scripts/, as far as the fault tests use it. */
declare module '*/scripts/lib/postgres.mjs' {
  export function startPostgres(options: { dataDir: string; durable?: boolean; mayCreateDatabases?: boolean }):
    Promise<{ url: string; ownerUrl: string; adminUrl: string; port: number; stop(): Promise<void> }>;
}
declare module '*/scripts/lib/folders.mjs' {
  export function throwAwayDir(kind: string): Promise<string>;
}
