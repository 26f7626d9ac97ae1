// The way in on any Node: finds Node 24, builds the screens when they are stale, then hands over to the centre.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const words = JSON.parse(readFileSync(new URL('./text/start.json', import.meta.url), 'utf8'));

if (Number.parseInt(process.versions.node, 10) >= 24) await start();
else startUnderPinnedNode();

function startUnderPinnedNode() {
  const [platform, file] = process.platform === 'win32' ? ['win', 'node.exe'] : [process.platform, 'node'];
  const home = `../node_modules/node-${platform}-${process.arch}/bin/${file}`;
  const node = fileURLToPath(new URL(home, import.meta.url));
  if (!existsSync(node)) {
    for (const line of words.node) console.error(line);
    process.exitCode = 1;
    return;
  }
  const self = fileURLToPath(import.meta.url);
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Whoever stops this process means the centre.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
}

async function start() {
  const { staleParts } = await import('./build.ts');
  const parts = staleParts();
  if (parts.length > 0) {
    const began = performance.now();
    process.stdout.write(`${words.building}${parts.join(', ')} … `);
    // In a process of its own: the bundler's memory must not stay with a centre that runs for months.
    const build = spawnSync(process.execPath, [fileURLToPath(new URL('./build.ts', import.meta.url))], {
      env: { ...process.env, MOTCUA_APPS: parts.join(',') },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (build.status !== 0) {
      process.exitCode = 1;
      return;
    }
    process.stdout.write(`${words.built}${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  }
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
}
