/** A bar for a person who waits; a program that reads the output never sees it. */
import cliProgress from 'cli-progress';

export interface Progress {
  at(done: number, all: number): void;
  end(): void;
}

/** Draws on a terminal only; everywhere else it does nothing. */
export function openProgress(stream: NodeJS.WriteStream, label: string): Progress {
  if (!stream.isTTY) return { at: () => undefined, end: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      stream,
      format: `${label} {bar} {percentage} % | {value}/{total} kB | {eta_formatted}`,
      clearOnComplete: true,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let isOn = false;
  return {
    at: (done, all) => {
      const kilobytes = Math.max(1, Math.ceil(all / 1_024));
      if (!isOn) bar.start(kilobytes, 0);
      isOn = true;
      bar.update(Math.min(kilobytes, Math.ceil(done / 1_024)));
    },
    end: () => {
      if (isOn) bar.stop();
      isOn = false;
    },
  };
}
