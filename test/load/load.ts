import { Command } from 'commander';
import { wholeNumber } from '../helpers/whole-number.ts';
import { runLoad } from './run-load.ts';
import { formatReport, judgeMemory, mebibytes } from './verdict.ts';

const { minutes, rate, rowdy } = new Command('npm run load --')
  .description('Puts a server under steady mixed load; fails when something is lost or memory grows')
  .option('--minutes <number>', 'how long executions are started', wholeNumber(1), 10)
  .option('--rate <number>', 'executions started in a second', wholeNumber(1), 40)
  .option('--rowdy', 'functions, workers and publishers misbehave as well', false)
  .parse()
  .opts<{ minutes: number; rate: number; rowdy: boolean }>();

const report = await runLoad({
  seconds: minutes * 60,
  rate,
  sampleSeconds: 10,
  isRowdy: rowdy,
  onSample: ({ ended, heap, resident, functions }) => {
    const sizes = [heap, resident, functions].map(mebibytes);
    process.stdout.write(
      `${ended} ended; MiB: heap ${sizes[0]}, server ${sizes[1]}, functions ${sizes[2]}\n`,
    );
  },
});
process.stdout.write(`${formatReport(report)}\n`);
process.exitCode = report.wrong.length === 0 && judgeMemory(report.samples).isFlat ? 0 : 1;
