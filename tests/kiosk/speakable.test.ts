import { describe, expect, test } from 'vitest';
import { speakable } from '../../kiosk/speakable.ts';
import { vi } from '../../kiosk/text/vi.ts';
import type { Visit } from '../../kiosk/visit.ts';
import { makeKioskWords } from '../../kiosk/words.ts';
import type { DossierAnswer } from '../../shared/contract/dossier.ts';
import type { SiteConfig } from '../../shared/contract/site-config.ts';
import { makeScreenWords } from '../../shared/screen/words.ts';
import { sampleAnswers, sampleConfig, sampleNow } from './sample-site.ts';

const code = { key: 'H56.14-261101-0001', shown: 'H56.14-261101-0001', hasSecret: true };
const turn = { ticket: 1, code, via: 'wedge' } as const;

function spoken(visit: Visit, speech: SiteConfig['kiosk']['speech'] = 'loudspeaker'): string {
  const site = { ...sampleConfig.site, kiosk: { ...sampleConfig.site.kiosk, speech } };
  const context = {
    words: makeKioskWords({}, 'vi', { vi }),
    common: makeScreenWords({}, 'vi'),
    site,
    now: sampleNow,
  };
  return speakable(visit, context).join('\n');
}
const showing = (answer: DossierAnswer): Visit => ({
  name: 'showing',
  ...turn,
  found: { kind: 'answer', from: 'centre', isAmber: false, answer },
});

describe('what is read aloud', () => {
  test('of a card is its headline, its four lines and its age', () => {
    const said = spoken(showing(sampleAnswers.ready));
    expect(said).toContain('Đã có kết quả');
    for (const label of ['Hồ sơ đang ở', 'Từ ngày', 'Hẹn trả', 'Việc cần làm']) expect(said).toContain(label);
    expect(said).toContain('Thông tin lúc 8 giờ 10');
  });

  test.each(Object.keys(sampleAnswers))('of the answer %s holds no code', (name) => {
    const answer = Object.entries(sampleAnswers).find(([key]) => key === name)?.[1];
    if (answer === undefined) throw new Error('no such sample');
    for (const speech of ['loudspeaker', 'headphones'] as const) {
      const said = spoken(showing(answer), speech);
      expect(said).not.toContain(code.key);
      expect(said).not.toMatch(/\d{6}-\d{4}/);
    }
  });

  test('never holds a name or a procedure, and its way through the offices only in headphones', () => {
    const answer = sampleAnswers.private;
    for (const speech of ['loudspeaker', 'headphones'] as const) {
      const said = spoken(showing(answer), speech);
      expect(said).not.toContain(answer.private.maskedName);
      expect(said).not.toContain(answer.private.title.vi);
    }
    expect(spoken(showing(answer))).not.toContain('Chi cục Thuế');
    expect(spoken(showing(answer), 'headphones')).toContain('Chi cục Thuế');
  });

  test('leaves out a sentence of the centre that holds the code', () => {
    const unit = { vi: `Một cửa, hồ sơ ${code.key}` };
    expect(spoken(showing({ ...sampleAnswers['in-progress'], unit }))).not.toContain(code.key);
  });

  test('of a screen about a code says no code either', () => {
    for (const name of ['not-found', 'offline'] as const) {
      const said = spoken({ name, ...turn });
      expect(said).not.toBe('');
      expect(said).not.toContain(code.key);
    }
  });

  test('of the help, lost-receipt and error screens ends in the hotline', () => {
    const back = { name: 'attract', ticket: 0 } as const;
    for (const visit of [
      { name: 'help', ticket: 1, back },
      { name: 'lost', ticket: 1, back },
      { name: 'busy', ticket: 1 },
      { name: 'offline', ...turn },
    ] satisfies Visit[]) {
      expect(spoken(visit)).toContain('1900 0000');
    }
  });
});
