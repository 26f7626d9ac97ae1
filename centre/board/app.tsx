/** The board: one page that is read in ten seconds, top to bottom; it is handed its figures and asks nobody itself. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Language } from '../../shared/screen/text.ts';
import type { Api } from './api.ts';
import { Archive } from './archive.tsx';
import './board.css';
import { Counters } from './counters.tsx';
import { Devices } from './devices.tsx';
import { type BoardFigures, noFigures } from './feed.ts';
import { Calls, Tasks } from './help-desk.tsx';
import { Levels } from './levels.tsx';
import { momentOf, Part } from './part.tsx';
import { Period } from './period.tsx';
import { Sources } from './sources.tsx';
import { Today } from './today.tsx';
import { type BoardWords, makeBoardWords } from './words.ts';

export interface BoardProps {
  readonly api: Pick<Api, 'ratings' | 'closeCall' | 'closeTask'>;
  /** Starts the feed; the answer stops it. */
  readonly open: (show: (figures: BoardFigures) => void) => () => void;
  readonly now: () => number;
  /** Calls every second while the page stands; the answer ends it. */
  readonly tick: (run: () => void) => () => void;
  readonly archiveYear: number;
  readonly print: () => void;
}

export function Board({ api, open, now, tick, archiveYear, print }: BoardProps) {
  const [language, setLanguage] = useState<Language>('vi');
  const [figures, setFigures] = useState(noFigures);
  const [moment, setMoment] = useState(now);
  const words = useMemo(() => makeBoardWords(language), [language]);
  useEffect(() => open(setFigures), [open]);
  useEffect(() => tick(() => setMoment(now())), [tick, now]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.say('page.title');
  }, [language, words]);
  const isDemo = figures.fleet.value?.centre.demo ?? figures.today.value?.demo ?? false;
  return (
    <>
      <a class="skip" href="#main">
        {words.say('page.skip')}
      </a>
      <header class="top">
        {isDemo && (
          <p class="demo">
            <strong>{words.say('demo.banner')}</strong> {words.say('demo.note')}
          </p>
        )}
        <div class="top-line">
          <h1>{words.say('page.title')}</h1>
          <div class="top-buttons">
            <button type="button" onClick={print}>
              {words.say('page.print')}
            </button>
            <button
              type="button"
              lang={words.say('page.languageCode')}
              onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
            >
              {words.say('page.language')}
            </button>
          </div>
        </div>
      </header>
      <main id="main">
        <Parts words={words} figures={figures} now={moment} archiveYear={archiveYear} api={api} />
        <Period
          key={String(isDemo)}
          words={words}
          first={firstPeriod(isDemo, archiveYear, figures)}
          archive={figures.archive.value}
          ask={api.ratings}
        />
      </main>
      <Bottom words={words} figures={figures} />
    </>
  );
}

interface PartsProps {
  readonly words: BoardWords;
  readonly figures: BoardFigures;
  readonly now: number;
  readonly archiveYear: number;
  readonly api: BoardProps['api'];
}

function Parts({ words, figures, now, archiveYear, api }: PartsProps) {
  const common = { words, now };
  return (
    <>
      <Today words={words} figures={figures} now={now} />
      <div class="pair live">
        <Part
          {...common}
          id="calls"
          title={words.say('calls.title')}
          figures={figures.calls}
          asOf={(value) => value.asOf}
          show={(calls) => <Calls words={words} calls={calls} now={now} close={api.closeCall} />}
        />
        <Part
          {...common}
          id="tasks"
          title={words.say('tasks.title')}
          figures={figures.tasks}
          asOf={(value) => value.asOf}
          show={(tasks) => <Tasks words={words} tasks={tasks} now={now} close={api.closeTask} />}
        />
      </div>
      <div class="live">
        <Part
          {...common}
          id="sources"
          title={words.say('sources.title')}
          figures={figures.sources}
          asOf={() => null}
          show={(sources) => <Sources words={words} sources={sources} now={now} />}
        />
      </div>
      <div class="pair">
        <Part
          {...common}
          id="ratings"
          title={words.say('ratings.title')}
          figures={figures.today}
          asOf={(value) => momentOf(value.asOf)}
          show={(summary) => <Levels words={words} summary={summary} caption={words.say('ratings.title')} />}
        />
        <Part
          {...common}
          id="counters"
          title={words.say('counters.title')}
          figures={figures.counters}
          asOf={(value) => momentOf(value.asOf)}
          show={(ratings) => <Counters words={words} ratings={ratings} />}
        />
      </div>
      <Part
        {...common}
        id="devices"
        title={words.say('devices.title')}
        figures={figures.fleet}
        asOf={(value) => value.asOf}
        show={(fleet) => <Devices words={words} fleet={fleet} />}
      />
      <Part
        {...common}
        id="archive"
        title={words.say('archive.title', { year: archiveYear })}
        figures={{ ...figures.archive, at: now }}
        asOf={(value) => momentOf(value.asOf)}
        show={(summary) => <Archive words={words} summary={summary} />}
      />
    </>
  );
}

function Bottom({ words, figures }: { readonly words: BoardWords; readonly figures: BoardFigures }) {
  const centre = figures.fleet.value?.centre;
  if (centre === undefined) return null;
  const { instance, version, startedAt } = centre;
  return (
    <footer class="quiet">
      {words.say('centre.line', { instance, version, moment: words.moment(startedAt) })}
    </footer>
  );
}

/** The sample year in a demo; else the centre's current day. */
function firstPeriod(isDemo: boolean, year: number, figures: BoardFigures): { from: string; to: string } {
  if (isDemo) return { from: `${year}-01-01`, to: `${year}-12-15` };
  const day = figures.today.value?.from ?? '';
  return { from: day === '' ? '' : `${day.slice(0, 8)}01`, to: day };
}
