import { openDatabase } from '../../../../../src/adapters/embedded/open-database.ts';

// Holds the data folder named first, for so many milliseconds or until it is killed.
const [folder = '', milliseconds] = process.argv.slice(2);
const opened = openDatabase({ folder });
process.stdout.write('held\n');
setTimeout(() => opened.close(), Number(milliseconds ?? 60_000));
