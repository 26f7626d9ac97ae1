// Runs before every test file: properties are tried on the same cases each time, and on others when MOTCUA_SEED names a number.
import fc from 'fast-check';

const named = Number(process.env.MOTCUA_SEED);
fc.configureGlobal({ seed: Number.isSafeInteger(named) && named > 0 ? named : 20_261_122 });
