import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCard } from '../../kiosk/card.ts';
import { en } from '../../kiosk/text/en.ts';
import { vi } from '../../kiosk/text/vi.ts';
import { makeKioskWords } from '../../kiosk/words.ts';
import { type DossierAnswer, dossierStatuses, lateReasons, timings } from '../../shared/contract/dossier.ts';
import { isLate } from '../../shared/contract/lateness.ts';
import { limits } from '../../shared/contract/limits.ts';
import { makeScreenWords } from '../../shared/screen/words.ts';
import { sampleAnswers, sampleConfig, sampleNow } from './sample-site.ts';

interface Ask {
  readonly from?: 'centre' | 'cache';
  readonly isAmber?: boolean;
  readonly language?: 'vi' | 'en';
  readonly now?: number;
}

function cardOf(
  answer: DossierAnswer,
  { from = 'centre', isAmber = false, language = 'vi', now = sampleNow }: Ask = {},
) {
  return makeCard(
    { kind: 'answer', from, isAmber, answer },
    {
      words: makeKioskWords({}, language, { vi, en }),
      common: makeScreenWords({}, language),
      site: sampleConfig.site,
      now,
    },
  );
}
const linesOf = (answer: DossierAnswer, ask?: Ask) =>
  Object.fromEntries(
    cardOf(answer, ask).lines.map(({ label, value, note }) => [
      label,
      note === undefined ? value : `${value} · ${note}`,
    ]),
  );
const DAY = 86_400_000;
const nextOf = (answer: DossierAnswer, ask?: Ask) => linesOf(answer, ask)['Việc cần làm'];

describe('a card', () => {
  test.each([
    [
      'accepted',
      'Hồ sơ của ông/bà đã được tiếp nhận tại Bộ phận Một cửa phường Mẫu. Hẹn trả: thứ Sáu, 11/12/2026.',
    ],
    [
      'in-progress',
      'Hồ sơ của ông/bà đang được giải quyết tại Văn phòng đăng ký đất đai, Sở Nông nghiệp và Môi trường. Hẹn trả: thứ Sáu, 11/12/2026.',
    ],
    [
      'pay',
      'Mời ông/bà nộp lệ phí trước bạ tại quầy số 7 hoặc bưu điện; nộp xong, hồ sơ sẽ được giải quyết tiếp.',
    ],
    [
      'supplement',
      'Mời ông/bà bổ sung: bản sao căn cước; giấy ủy quyền có chứng thực. Nộp tại quầy số 3, tầng 1 (7 giờ đến 11 giờ 30).',
    ],
    [
      'ready',
      'Đã có kết quả. Mời ông/bà đến quầy số 3, tầng 1 (7 giờ đến 11 giờ 30) nhận, mang theo giấy hẹn và căn cước.',
    ],
    ['by-post', 'Bưu điện sẽ giao kết quả tận nơi; ông/bà không cần đến.'],
    ['handed-over', 'Kết quả của hồ sơ này đã được trả.'],
    [
      'stopped',
      'Hồ sơ cần trao đổi thêm. Mời ông/bà gặp quầy số 3, tầng 1 (7 giờ đến 11 giờ 30) để được giải thích.',
    ],
    ['withdrawn', 'Hồ sơ này đã được rút theo yêu cầu.'],
    ['unknown', 'Mời ông/bà hỏi quầy hướng dẫn cạnh cửa vào để biết tình trạng hồ sơ này.'],
    [
      'late',
      'Ủy ban nhân dân phường Mẫu Đông Hưng Thuận xin lỗi ông/bà vì trả kết quả chậm so với ngày hẹn thứ Ba, 17/11/2026.',
    ],
  ] as const)('says of %s what a neighbour would say', (name, sentence) => {
    expect(cardOf(sampleAnswers[name]).headline).toBe(sentence);
  });

  test('answers where, since when, promised for when and what to do', () => {
    expect(linesOf(sampleAnswers.early)).toEqual({
      'Hồ sơ đang ở': 'Văn phòng đăng ký đất đai, Sở Nông nghiệp và Môi trường',
      'Từ ngày': 'Chủ nhật, 15/11/2026',
      'Hẹn trả': 'thứ Sáu, 11/12/2026 · Sớm hơn hẹn',
      'Việc cần làm':
        'Ông/bà chưa phải làm gì. Kết quả có thể có trước ngày hẹn; mời ông/bà xem lại ở máy này.',
    });
  });

  test.each([
    ['on-time', 'Còn trong hạn', /trở lại vào ngày hẹn/],
    ['early', 'Sớm hơn hẹn', /trước ngày hẹn/],
    ['due-today', 'Hẹn trả hôm nay', /^Hôm nay là ngày hẹn/],
    ['paused', 'Thời hạn đang tạm dừng', /ngày hẹn có thể thay đổi/],
  ] as const)(
    'of a dossier in progress says %s beside its day, and what that means',
    (timing, note, next) => {
      const answer = { ...sampleAnswers['in-progress'], timing };
      expect(linesOf(answer)['Hẹn trả']).toBe(`thứ Sáu, 11/12/2026 · ${note}`);
      expect(nextOf(answer)).toMatch(next);
    },
  );

  test('that is ready early says so, and one that is over says nothing about its day', () => {
    expect(linesOf(sampleAnswers.ready)['Hẹn trả']).toBe('thứ Sáu, 11/12/2026 · Xong sớm hơn hẹn');
    for (const status of ['stopped', 'withdrawn', 'unknown'] as const)
      for (const timing of timings)
        expect(linesOf({ ...sampleAnswers.ready, status, timing })['Hẹn trả']).toBe('thứ Sáu, 11/12/2026');
  });

  test('asks nobody to come back on a day that is over or that was never named', () => {
    const base = sampleAnswers['in-progress'];
    expect(nextOf({ ...base, due: sampleNow - 2 * DAY })).toBe(
      'Ngày hẹn đã qua. Mời ông/bà hỏi quầy hướng dẫn cạnh cửa vào.',
    );
    expect(nextOf({ ...base, due: null })).toMatch(/chưa có ngày hẹn/);
    const { newDue: _, ...late } = sampleAnswers.late;
    expect(nextOf(late)).toBe('Mời ông/bà gọi đường dây nóng 1900 0000 để biết ngày trả kết quả.');
  });

  test('of a late dossier has new date, reason, who answers, and no red wall', () => {
    const card = cardOf(sampleAnswers.late);
    expect(card).toMatchObject({ tone: 'attention', sign: 'clock', state: 'Trễ hẹn', isLate: true });
    expect(card.more).toEqual([
      'Ngày hẹn mới: thứ Sáu, 27/11/2026.',
      'Lý do: đang chờ ý kiến của cơ quan khác.',
    ]);
    expect(linesOf(sampleAnswers.late)['Đơn vị trả lời']).toBe('Sở Nông nghiệp và Môi trường (mẫu)');
  });

  test('of a late dossier without reason or new date says that the unit has not given them', () => {
    const { newDue: _, lateReason: __, ...bare } = sampleAnswers.late;
    expect(cardOf(bare).more).toEqual([
      'Ngày hẹn mới: đơn vị chưa cập nhật.',
      'Lý do: đơn vị chưa cập nhật.',
    ]);
  });

  test('says first what the citizen must do, then that it is late', () => {
    const card = cardOf({ ...sampleAnswers.pay, timing: 'late', newDue: sampleNow });
    expect(card.headline).toMatch(/^Mời ông\/bà nộp/);
    expect(card.more[0]).toMatch(/xin lỗi ông\/bà/);
  });

  test('names the age of old knowledge, and that the device is offline', () => {
    const old = { ...sampleAnswers.ready, asOf: sampleNow - 2 * 3_600_000 };
    for (const isAmber of [true, false])
      expect(cardOf(old, { isAmber }).age).toBe(
        'Thông tin này là của 6 giờ 15, ngày 21/11/2026 (2 giờ trước).',
      );
    expect(cardOf(sampleAnswers.ready).age).toBe('Thông tin lúc 8 giờ 10, ngày 21/11/2026');
    expect(cardOf(sampleAnswers.ready, { from: 'cache' })).toMatchObject({
      age: 'Máy đang mất kết nối. Thông tin này là của 8 giờ 10, ngày 21/11/2026.',
      isOld: true,
    });
  });
});

describe('what a secret opens', () => {
  test('is title, masked name and steps, the present one marked and the promised day at the end', () => {
    expect(cardOf(sampleAnswers['in-progress'])).toMatchObject({ private: [], timeline: undefined });
    const card = cardOf(sampleAnswers.private);
    expect(card.private.map(({ value }) => value)).toEqual([
      'Đăng ký biến động quyền sử dụng đất',
      'N*** V** M**',
    ]);
    expect(card.timeline?.title).toBe('Các bước đã qua, tại 3 cơ quan');
    expect(card.timeline?.stages.map(({ time }) => time)).toEqual(['past', 'past', 'now', 'ahead']);
    expect(card.timeline?.stages.at(-1)).toMatchObject({
      name: 'Hẹn trả kết quả',
      span: 'thứ Sáu, 11/12/2026',
    });
  });

  test('names a unit once for steps in a row, and the new day of a late dossier', () => {
    const { timeline } = sampleAnswers.private.private;
    const [first] = timeline;
    const answer = { ...sampleAnswers.late, private: { timeline: [first, { ...first, to: null }] } };
    const stages = cardOf(answer).timeline?.stages ?? [];
    expect(stages.map(({ unit }) => unit)).toEqual(['Bộ phận Một cửa phường Mẫu', undefined, undefined]);
    expect(stages.at(-1)?.span).toBe('thứ Sáu, 27/11/2026');
  });

  test('is shown in part where a centre shows no more', () => {
    const { title } = sampleAnswers.private.private;
    const card = cardOf({ ...sampleAnswers['in-progress'], private: { title, timeline: [] } });
    expect(card.private).toHaveLength(1);
    expect(card.timeline).toBeUndefined();
  });
});

const someText = fc.constantFrom({ vi: 'Đơn vị mẫu', en: 'Sample unit' }, { vi: 'Sở Mẫu' });
const aroundNow = fc.integer({ min: -400 * DAY, max: 400 * DAY }).map((ms) => sampleNow + ms);
/** Any answer of a centre, old or new. */
const anyAnswer: fc.Arbitrary<DossierAnswer> = fc.record(
  {
    status: fc.constantFrom(...dossierStatuses),
    timing: fc.constantFrom(...timings),
    unit: someText,
    since: aroundNow,
    received: aroundNow,
    due: fc.option(aroundNow),
    newDue: aroundNow,
    lateReason: fc.constantFrom(...lateReasons),
    answers: someText,
    desk: someText,
    byPost: fc.boolean(),
    pay: fc.record({ what: someText, where: someText }),
    papers: fc.array(someText, { maxLength: 3 }),
    asOf: fc.integer({ min: sampleNow - 3 * DAY, max: sampleNow }),
  },
  { requiredKeys: ['status', 'timing', 'unit', 'since', 'received', 'due', 'asOf'] },
);

const bothLanguages = ['vi', 'en'] as const;
/** Words that are true only while the centre's knowledge is fresh. */
const forbidden = {
  vi: /sớm hơn|hôm nay|trong hạn|đúng hẹn|tạm dừng|trước ngày hẹn/i,
  en: /early|earlier|today|on time|paused|before the promised/i,
};
const saidBy = (card: ReturnType<typeof cardOf>) =>
  [
    card.state,
    card.headline,
    ...card.more,
    ...card.lines.flatMap(({ value, note = '' }) => [value, note]),
  ].join(' | ');

describe('old knowledge', () => {
  test('never speaks of on time, early, today or a pause: from the cache, or from a centre whose source is silent', () => {
    fc.assert(
      fc.property(
        anyAnswer,
        fc.boolean(),
        fc.constantFrom(...bothLanguages),
        (answer, isCached, language) => {
          const asOf = isCached ? answer.asOf : Math.min(answer.asOf, sampleNow - limits.cacheAmberMs);
          const card = cardOf({ ...answer, asOf }, { from: isCached ? 'cache' : 'centre', language });
          expect(card.isOld).toBe(true);
          expect(saidBy(card)).not.toMatch(forbidden[language]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is where those words are missing, and not because nobody ever says them', () => {
    for (const language of bothLanguages)
      for (const timing of ['on-time', 'early', 'due-today', 'paused'] as const)
        expect(saidBy(cardOf({ ...sampleAnswers['in-progress'], timing }, { language }))).toMatch(
          forbidden[language],
        );
  });
});

describe('every answer', () => {
  test('has a state, a sentence, an age and four lines without a hole, in both languages', () => {
    fc.assert(
      fc.property(anyAnswer, fc.constantFrom(...bothLanguages), (answer, language) => {
        const card = cardOf(answer, { language });
        const said = [
          card.headline,
          card.state,
          card.age,
          ...card.more,
          ...card.lines.map(({ value }) => value),
        ];
        for (const sentence of said) expect(sentence).toMatch(/^[^{}]+$/);
        expect(card.lines).toHaveLength(isLate(answer) && answer.answers !== undefined ? 5 : 4);
        expect(card.more.length > 0).toBe(card.isLate);
      }),
      { numRuns: 500 },
    );
  });
  test('speaks one language: nothing Vietnamese stands in an English card but names that have no other', () => {
    for (const status of dossierStatuses) {
      const card = cardOf(
        { ...sampleAnswers['in-progress'], status, unit: { vi: 'X', en: 'X' } },
        { language: 'en' },
      );
      for (const sentence of [card.headline, card.state, card.age])
        expect(Object.values(vi)).not.toContain(sentence);
    }
  });
});
