/** `npm run replay -- tay-ninh-2019 [--url URL | --data DIR]`: replays a year into a demo centre and prints what the centre then counts. */

import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { startCentre } from '../../centre/centre.ts';
import { runningUrl } from '../../centre/folder.ts';
import { type ReplayProgress, type ReplayResult, replayTayNinh2019 } from './replay.ts';

const replays = ['tay-ninh-2019'];

/** A bar on a terminal, a line each quarter elsewhere. */
function progressBar(): { show: ReplayProgress; stop: () => void } {
  const bar = new SingleBar({ format: '{phase} [{bar}] {value}/{total}', hideCursor: true });
  let phase = '';
  let quarter = -1;
  return {
    show: (now, done, of) => {
      if (process.stderr.isTTY) {
        if (phase === '') bar.start(of, 0, { phase: now });
        bar.update(done, { phase: now.padEnd(9) });
      } else if (Math.floor((done / of) * 4) !== quarter || phase !== now) {
        quarter = Math.floor((done / of) * 4);
        console.error(`${now} ${done}/${of}`);
      }
      phase = now;
    },
    stop: () => bar.stop(),
  };
}

function print({ ratings, before, summary }: ReplayResult): void {
  const level = (id: string): string => (summary.levels[id] ?? 0).toLocaleString('en');
  const lines = [
    'DỮ LIỆU MẪU · SAMPLE DATA: Tây Ninh 2019',
    `sent ${ratings.toLocaleString('en')} ratings through 12 simulated tablets; the centre had counted ${before.toLocaleString('en')} of these days before`,
    `${level('very-satisfied')} / ${level('satisfied')} / ${level('neutral')}  (very satisfied / satisfied / neutral)`,
    `${summary.total.toLocaleString('en')} in all, ${summary.from} to ${summary.to}, as of ${summary.asOf}`,
    'Thang đánh giá này không có mức "không hài lòng"; "bình thường" là mức thấp nhất được chọn. Không dùng tỷ lệ này thay cho chỉ số hài lòng.',
  ];
  for (const line of lines) console.info(line);
}

async function run(name: string, options: { url?: string; data: string }): Promise<void> {
  if (!replays.includes(name)) throw new Error(`there is no replay ${name}; there is: ${replays.join(', ')}`);
  const running = options.url ?? runningUrl(options.data);
  const own = running === undefined ? await startCentre({ data: options.data, port: 0 }) : undefined;
  const { show, stop } = progressBar();
  try {
    const result = await replayTayNinh2019((running ?? own?.url ?? '').replace(/\/$/, ''), show);
    stop();
    print(result);
  } finally {
    stop();
    await own?.stop();
  }
}

const command = new Command('npm run replay --')
  .description(
    'Replays ratings of a past year through real device code into a demo centre. A second run changes nothing.',
  )
  .argument('<name>', `which replay: ${replays.join(', ')}`)
  .option('--url <url>', 'a running demo centre, e.g. http://127.0.0.1:8080')
  .option(
    '--data <folder>',
    'the data folder of a demo centre, running or not',
    process.env.MOTCUA_DATA ?? './data',
  )
  .addHelpText(
    'after',
    '\nExample:\n  npm run replay -- tay-ninh-2019\n  npm run replay -- tay-ninh-2019 --url http://127.0.0.1:8080',
  )
  .action((name: string, options: { url?: string; data: string }) => run(name, options));

try {
  await command.parseAsync();
  process.exit(0); // the fake disk of a replay leaves nothing worth waiting for
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
