/** The kiosk's own bounds with unit and reason, apart so that a tablet does not carry them; it knows no behaviour. */

const SECOND = 1_000;

export const kioskLimits = {
  // Requests
  typedAnswerMs: 700, // typed answers appear after it, found or not, cached or not
  // Screens
  idleAnswerMs: 45 * SECOND,
  wedgeGapMs: 100, // silence that ends a scan
  wedgeLineMs: 1_500, // keys with no longer pause between them are one line: a scanner that waits for a busy page stutters
  wedgeKeyMsMax: 55, // average per character above which a person is typing
  wedgeCharsMin: 6,
  wedgeCharsMax: 512, // as symbolCharsMax: a hand scanner also reads links out of QRs
  wedgeBurstMs: 8 * SECOND,
  sameCodeWithinMs: 1_500, // two agreeing looks
  emptyViewMs: 1_500, // no symbol for so long: what was held there has been taken away
  foreignSymbolMs: 1_500, // a symbol that is no dossier code, and no code beside it for so long
  lookEveryMs: 100, // pace of the camera's looks
  lookWaitMs: 4 * SECOND, // a look not answered by then: the decode worker is replaced
  frameWaitMs: 5 * SECOND, // no new camera frame for so long: the camera is opened anew
  cameraRetryMs: 5 * SECOND, // first wait before a lost or missing camera is tried again; doubles
  cameraRetryMaxMs: 60 * SECOND,
  farewellMs: 3 * SECOND, // thanks after a visit
} as const;
