/** The kiosk's own bounds with unit and reason, apart so that a tablet does not carry them; it knows no behaviour. */

const KIB = 1024;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const kioskLimits = {
  // Requests
  typedAnswerMs: 700, // typed answers appear after it, found or not, cached or not
  // Copy of the dossiers
  bookRowsMax: 150_000, // as the centre's feedRowsMax: the open and recent dossiers of a large province
  bookTextsMax: 5_000, // names of units and desks kept once; beyond it a text stands in its row
  bookChunkRows: 50, // judged, hashed and written between two turns of the page's event loop
  bookSweepRows: 500, // looked at in one transaction when an older feed is swept out
  bookAgainMs: 60 * 60 * SECOND, // the disk had no room for the copy: tried again after it
  syncEveryMs: 60 * SECOND, // changes are asked for while online, give or take a quarter
  syncBackoffStartMs: 2 * SECOND,
  syncBackoffMaxMs: 5 * 60 * SECOND,
  bookStaleMs: 30 * 60 * SECOND, // no whole sync for so long: an alarm
  // Screens
  idleAnswerMs: 45 * SECOND,
  wedgeGapMs: 100, // silence that ends a scan
  wedgeLineMs: 1_500, // keys with no longer pause between them are one line: a scanner that waits for a busy page stutters
  wedgeKeyMsMax: 55, // average per character above which a person is typing
  wedgeCharsMin: 6,
  wedgeQuickMs: 30, // no hand is so quick, not even for a few keys
  wedgeSlowCharsMin: 12, // so many keys at wedgeKeyMsMax are a scan; a hand may be as quick for fewer
  wedgeCharsMax: 512, // as symbolCharsMax: a hand scanner also reads links out of QRs
  wedgeBurstMs: 8 * SECOND,
  sameCodeWithinMs: 1_500, // two agreeing looks
  besideMs: 600, // a code seen so lately may still lie beside another one
  codesSeenMax: 8, // different codes remembered from the looks just before
  choicesMax: 4, // different codes offered to choose from
  emptyViewMs: 1_500, // no symbol for so long: what was held there has been taken away
  foreignSymbolMs: 1_500, // a symbol that is no dossier code, and no code beside it for so long
  lookEveryMs: 30, // rest between two looks: a round of the ladder takes some two dozen
  nextFrameWaitMs: 200, // a camera's next picture is not waited for longer
  lookStallMs: 8 * SECOND, // no look begun for so long: the looking is begun anew
  symbolsPerLookMax: 4, // symbols that one look says: more are posters, not receipts
  lookPixelsMax: 2_300_000, // a larger picture is made smaller before it is looked at; a camera's 1920 x 1080 is not
  closePixelsMax: 16_800_000, // one look of a round sees even so large a picture at its own size
  fastReaderRetryMs: 60 * SECOND, // the fast reader could not be loaded: tried again
  lookWaitMs: 4 * SECOND, // a look not answered by then: the decode worker is replaced
  frameWaitMs: 5 * SECOND, // no new camera frame for so long: the camera is opened anew
  cameraTellsMs: SECOND, // a camera that has been opened tells only after it what light and focus it has
  cameraRetryMs: 5 * SECOND, // first wait before a lost or missing camera is tried again; doubles
  cameraRetryMaxMs: 60 * SECOND,
  callAgainMs: 60 * SECOND, // a second call for help within it is the first one
  farewellMs: 3 * SECOND, // thanks after a visit
  openingLookDays: 60, // how far ahead the next opening is looked for; Tết is the longest rest there is
  reachMmMax: 1_220, // no control stands higher above the floor
  reachMmMin: 380, // nor lower
  driftEveryMs: 60 * SECOND, // at rest what is only looked at stands elsewhere after it, against burn-in
  speechTouchMs: 5 * SECOND, // while the screen is read aloud it counts as touched that often
  speechMsMax: 180 * SECOND, // a voice that never says that it has ended holds no screen longer
  faultRestMs: 15 * SECOND, // a screen that broke is begun anew after it
  // Procedure catalogue
  catalogueBytesMax: 4 * KIB * KIB, // the file; about twice what 2,500 procedures with their papers take
  cataloguePlacesMax: 5_000, // procedures in one file
  procedurePapersMax: 60, // papers of one procedure
  catalogueLookMs: 5 * MINUTE, // whether the named file is held, whether there is room
  catalogueAgainMs: 30 * SECOND, // first wait after a fetch that failed; doubles
  catalogueAgainMaxMs: 30 * MINUTE,
  catalogueFetchMs: 5 * MINUTE, // a fetch that takes longer is given up
  catalogueRoomShare: 0.7, // of the allowed room: above it no catalogue is fetched
  catalogueOpenMs: 20 * SECOND, // a worker that has not read the catalogue by then is given up
  searchCharsMax: 60, // of what is typed
} as const;
