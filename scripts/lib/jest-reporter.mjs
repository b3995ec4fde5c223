import path from 'node:path';
import { duration, paint, say } from './terminal.mjs';

/** One line per spec file as it ends, and each failed test in full: calm where all is well, loud where it is not. */
export default class LineReporter {
  constructor(globalConfig) {
    this.root = globalConfig.rootDir;
    this.done = 0;
  }

  onRunStart({ numTotalTestSuites }) {
    this.total = numTotalTestSuites;
  }

  onTestResult(_test, result) {
    this.done += 1;
    const failed = result.numFailingTests > 0 || result.testExecError;
    const took = duration(result.perfStats.end - result.perfStats.start);
    const counts = [
      `${result.numPassingTests} passed`,
      result.numFailingTests && `${result.numFailingTests} failed`,
      result.numPendingTests && `${result.numPendingTests} skipped`,
    ]
      .filter(Boolean)
      .join(', ');
    const mark = failed ? paint.red('✗') : paint.green('✓');
    const file = path.relative(this.root, result.testFilePath);
    const place = String(this.done).padStart(String(this.total).length);
    say(`  ${paint.dim(`${place}/${this.total}`)} ${mark} ${file} ${paint.dim(`· ${counts} · ${took}`)}`);
    if (result.failureMessage) say(result.failureMessage.trimEnd());
  }
}
