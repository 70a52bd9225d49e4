import { parseArgs } from 'node:util';
import { runLoad } from './run-load.ts';
import { formatReport, judgeMemory, mebibytes } from './verdict.ts';

// npm run load -- --minutes 10 --rate 40: a server under steady mixed load; fails when something is lost or memory grows.

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '40' } },
});

const report = await runLoad({
  seconds: Number(values.minutes) * 60,
  rate: Number(values.rate),
  sampleSeconds: 10,
  onSample: ({ ended, heap, resident, functions }) => {
    const sizes = [heap, resident, functions].map(mebibytes);
    process.stdout.write(
      `${ended} ended; MiB: heap ${sizes[0]}, server ${sizes[1]}, functions ${sizes[2]}\n`,
    );
  },
});
process.stdout.write(`${formatReport(report)}\n`);
process.exitCode = report.wrong.length === 0 && judgeMemory(report.samples).isFlat ? 0 : 1;
