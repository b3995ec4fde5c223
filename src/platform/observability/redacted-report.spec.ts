import { describe, expect, it } from '@jest/globals';
import { redactedMessage, redactedReport } from './redacted-report.js';

describe('what an error report says', () => {
  it.each([
    ['invalid input syntax for type integer: "Mario Rossi"', 'invalid input syntax for type integer: …'],
    ['Key (email)=(mario@example.com) already exists.', 'Key …=… already exists.'],
    ['no mail to mario.rossi@example.com now', 'no mail to … now'],
    ['called +39 333 1234567 in vain', 'called … in vain'],
    ['Unexpected token \'M\', "Mario" is not valid JSON', 'Unexpected token …, … is not valid JSON'],
    ['column prospect.notes does not exist', 'column prospect.notes does not exist'],
    ['connect ECONNREFUSED, 3 tries', 'connect ECONNREFUSED, 3 tries'],
  ])('%s', (message, redacted) => expect(redactedMessage(message)).toBe(redacted));

  it('is the error with its stack and the tags, whatever else was collected', () => {
    const exception = {
      values: [
        {
          type: 'Error',
          value: 'no "Mario"',
          stacktrace: { frames: [{ filename: 'a.js', lineno: 1, vars: { name: 'Mario' }, context_line: 'Mario' }] },
        },
      ],
    };
    expect(
      redactedReport({
        type: undefined,
        event_id: '1',
        tags: { request_id: 'x' },
        exception,
        user: { ip_address: '192.0.2.1' },
        request: { data: 'Mario', headers: {} },
        contexts: { any: { name: 'Mario' } },
        extra: { name: 'Mario' },
        breadcrumbs: [{ message: 'Mario' }],
        server_name: 'host',
        message: 'Mario',
      }),
    ).toEqual({
      type: undefined,
      event_id: '1',
      tags: { request_id: 'x' },
      timestamp: undefined,
      platform: undefined,
      level: undefined,
      environment: undefined,
      release: undefined,
      exception: {
        values: [
          {
            type: 'Error',
            value: 'no …',
            mechanism: undefined,
            stacktrace: {
              frames: [
                {
                  filename: 'a.js',
                  lineno: 1,
                  function: undefined,
                  colno: undefined,
                  module: undefined,
                  in_app: undefined,
                },
              ],
            },
          },
        ],
      },
    });
  });
});
