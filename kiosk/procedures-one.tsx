/** One procedure: where, how long, how much, which papers, and the way on by telephone. It keeps nothing of who looked. */
import building from 'lucide-static/icons/building.svg?nodes';
import clock from 'lucide-static/icons/clock.svg?nodes';
import coins from 'lucide-static/icons/coins.svg?nodes';
import fileCheck from 'lucide-static/icons/file-check.svg?nodes';
import mapPin from 'lucide-static/icons/map-pin.svg?nodes';
import square from 'lucide-static/icons/square.svg?nodes';
import type { ComponentChildren } from 'preact';
import { type Day, startOfDay } from '../shared/contract/day.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sayDay } from '../shared/screen/dates.ts';
import { Icon, type IconNodes } from '../shared/screen/icon.tsx';
import { useScreen } from '../shared/screen/screen.tsx';
import { Qr } from './hand-off.tsx';
import { sayGuide } from './place.ts';
import type { Cover, Opened } from './procedures-book.ts';
import { sayCost, sayDesk, sayPaper, sayTerm, useProcedureWords } from './procedures-words.ts';
import { Roll } from './roll.tsx';
import { useKioskWords } from './words.ts';

interface OneProps {
  readonly opened: Opened;
  readonly cover: Cover;
  readonly site: SiteConfig;
  readonly foot: ComponentChildren;
}

export function One({ opened, cover, site, foot }: OneProps) {
  const words = useProcedureWords();
  const { procedure, field, level } = opened;
  const { name, code } = procedure;
  const hasEnglish = words.language === 'vi' || name.en !== undefined;
  return (
    <Roll
      foot={foot}
      later={
        <div class="proc-later">
          <Facts opened={opened} />
          <Portal opened={opened} />
          <AsOf cover={cover} site={site} />
        </div>
      }
    >
      <div class="proc-one">
        <div class="proc-head">
          <h1 class="proc-name" tabIndex={-1} lang={hasEnglish ? words.language : 'vi'}>
            {words.pick(name)}
          </h1>
          <p class="proc-notes">
            {[words.pick(field), words.pick(level), words.say('proc.code', { code })].join(' · ')}
          </p>
          {!hasEnglish && <p class="proc-notes">{words.say('proc.onlyVietnamese')}</p>}
        </div>
        <Terms opened={opened} site={site} />
        <Papers opened={opened} />
      </div>
    </Roll>
  );
}

interface FactProps {
  readonly icon: IconNodes;
  readonly label: string;
  readonly children: ComponentChildren;
}

function Fact({ icon, label, children }: FactProps) {
  return (
    <div class="proc-fact">
      <dt>
        <Icon nodes={icon} />
        {label}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Several texts, one below the other. */
function Rows({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text) => (
    <span key={text} class="proc-row">
      {text}
    </span>
  ));
}

function Terms({ opened: { procedure, desks }, site }: Pick<OneProps, 'opened' | 'site'>) {
  const words = useProcedureWords();
  const { statutory, committed, costs } = procedure;
  const guide = sayGuide(useKioskWords(), site);
  const where =
    desks.length === 0
      ? [words.say('proc.deskAsk', { guide })]
      : desks.map((desk) => sayDesk(words, desk, site));
  const paid = costs.length === 0 ? [words.say('proc.free')] : costs.map((cost) => sayCost(words, cost));
  return (
    <dl class="proc-facts">
      <Fact icon={mapPin} label={words.say('proc.where')}>
        <Rows texts={where} />
      </Fact>
      <Fact icon={coins} label={words.say('proc.cost')}>
        <Rows texts={paid} />
      </Fact>
      <Fact icon={clock} label={words.say('proc.statutory')}>
        {sayTerm(words, statutory)}
      </Fact>
      <Fact icon={clock} label={words.say('proc.committed')}>
        {sayTerm(words, committed)}
      </Fact>
    </dl>
  );
}

function Papers({ opened: { procedure } }: Pick<OneProps, 'opened'>) {
  const words = useProcedureWords();
  return (
    <section class="proc-papers">
      <h2>{words.say('proc.papers')}</h2>
      {procedure.papers.length === 0 ? (
        <p>{words.say('proc.papersNone')}</p>
      ) : (
        <ul>
          {procedure.papers.map((paper) => (
            <li key={paper.name}>
              <Icon nodes={square} />
              <span>
                <span lang="vi">{paper.name}</span>
                <span class="proc-paper-notes">{sayPaper(words, paper)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Facts({ opened: { procedure } }: Pick<OneProps, 'opened'>) {
  const words = useProcedureWords();
  const { agency, results } = procedure;
  if (agency === null && results.length === 0) return null;
  return (
    <dl class="proc-facts">
      {results.length > 0 && (
        <Fact icon={fileCheck} label={words.say('proc.results')}>
          <Rows texts={results.map((text) => words.pick(text))} />
        </Fact>
      )}
      {agency !== null && (
        <Fact icon={building} label={words.say('proc.agency')}>
          {words.pick(agency)}
        </Fact>
      )}
    </dl>
  );
}

function Portal({ opened: { procedure } }: Pick<OneProps, 'opened'>) {
  const words = useProcedureWords();
  const { level, url } = procedure.online;
  return (
    <section class="proc-portal">
      {url !== null && <Qr link={url} label={words.say('proc.portalCode')} />}
      <div>
        {url !== null && <h2>{words.say('proc.portal')}</h2>}
        <p>
          {words.say(
            level === 'full' ? 'proc.onlineFull' : level === 'part' ? 'proc.onlinePart' : 'proc.onlineNone',
          )}
        </p>
      </div>
    </section>
  );
}

function AsOf({ cover, site }: Pick<OneProps, 'cover' | 'site'>) {
  const words = useProcedureWords();
  const { words: common } = useScreen();
  const guide = sayGuide(useKioskWords(), site);
  // The contract lets in only days that exist.
  const day = sayDay(common, startOfDay(cover.asOf as Day));
  return (
    <p class="proc-as-of">{words.say(cover.isSample ? 'proc.asOfSample' : 'proc.asOf', { day, guide })}</p>
  );
}
