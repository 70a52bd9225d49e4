import fc from 'fast-check';

// The same cases in every run, so that a change is what turns a test red; FDL_SEED looks at others.
fc.configureGlobal({ seed: Number(process.env['FDL_SEED'] ?? 20_261_122) });
