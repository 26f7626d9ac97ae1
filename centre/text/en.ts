/** What the centre says to the person at its keyboard, in English. */

export const en = {
  open: {
    kiosk: 'Kiosk',
    tablet: 'Tablet',
    board: 'Board',
    samples: 'Sample receipts',
    demo: 'SAMPLE DATA: this centre invents everything it shows.',
    stopping: 'stopping',
  },
  refused: {
    portTaken: (where: string) => `${where} is already in use by another program; choose another with --port.`,
    hostUnknown: (host: string) => `this computer has no address ${host}.`,
    folderUnwritable: (folder: string) => `the data folder ${folder} cannot be written.`,
    folderBusy: (folder: string) => `another centre is already running on ${folder}.`,
    folderForeign: (folder: string) => `${folder} holds other files and no centre; choose an empty folder.`,
    folderIsDemo: (folder: string) =>
      `${folder} was made with sample data and stays so; a real centre needs another folder.`,
    folderIsReal: (folder: string) => `${folder} holds real data; sample data and replays never touch it.`,
    ledgerDamaged: (file: string) => `the ledger ${file} is damaged; nothing was changed. Restore a backup.`,
    ledgerNewer: (file: string, found: number, known: number) =>
      `the ledger ${file} was written by a newer version (${found}; this one knows ${known}); nothing was changed.`,
    demoOnLan: (host: string) =>
      `sample data are not offered to the network (${host}); add --demo-on-lan if that is wanted.`,
    tlsBoth: '--tls-cert and --tls-key belong together.',
    tlsUnreadable: (file: string) => `the certificate or key ${file} cannot be read.`,
    portWrong: (text: string) => `${text} is not a port (0 to 65535).`,
    unexpected: (reason: string) => `the centre could not start: ${reason}`,
  },
} as const;
