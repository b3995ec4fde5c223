import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const inProject = (file: string) => path.resolve(import.meta.dirname, '../..', file);
const read = (file: string) => readFileSync(inProject(file), 'utf8');

describe('npm start', () => {
  const start = (environment: Record<string, string>, ...args: string[]) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const DATA_DIR = mkdtempSync(path.join(os.tmpdir(), 'crm-start-'));
      const child = spawn(process.execPath, [inProject('scripts/start.mjs'), ...args], {
        env: { ...process.env, DATABASE_URL: '', DATA_DIR, ...environment },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          output += String(chunk);
        });
      child.on('close', (code) => resolve({ code, output }));
    });

  it('names a taken port and another one before it starts anything', async () => {
    const server = createServer((_, answer) => answer.end('hello'));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const { code, output } = await start({ PORT: String(port) });
    await new Promise((resolve) => {
      server.close(resolve);
    });
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} of 127.0.0.1 is taken by another program.`);
    expect(output).toContain(`PORT=${port + 1} npm start`);
    expect(output).not.toMatch(/PostgreSQL|build|\n {4}at /);
  }, 30_000);

  it.each([
    ['/proc/nowhere', 'ENOENT'],
    ['/dev/null/nowhere', 'ENOTDIR'],
  ])(
    'names a data folder that cannot be made: %s',
    async (DATA_DIR, reason) => {
      const { code, output } = await start({ PORT: '0', DATA_DIR });
      expect(code).toBe(1);
      expect(output).toContain(`The data folder ${DATA_DIR} cannot be made (${reason}).`);
      expect(output).not.toContain('    at ');
    },
    30_000,
  );

  it('refuses an argument that it does not take', async () => {
    const { code, output } = await start({ PORT: '0' }, '--port', '3001');
    expect(code).toBe(1);
    expect(output).toContain("Unknown option '--port'");
  }, 30_000);

  it('says so where nobody can listen on that address', async () => {
    const { code, output } = await start({ PORT: '0', HOST: '192.0.2.1' });
    expect(code).toBe(1);
    expect(output).toContain('Nobody can listen on 192.0.2.1');
  }, 30_000);
});

describe('an install', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const scripted = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([folder]) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length));
  const { allowScripts, scarfSettings } = JSON.parse(read('package.json')) as {
    allowScripts: Record<string, boolean>;
    scarfSettings: { enabled: boolean };
  };

  it("runs no package's script, with any npm", () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
    expect(read('docker/Dockerfile')).toMatch(/^COPY .*\.npmrc/m);
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(scripted)].sort());
    expect(Object.values(allowScripts).filter(Boolean)).toEqual([]);
  });

  it('reports itself to nobody, with other package managers either', () =>
    expect(scarfSettings).toEqual({ enabled: false }));
});
