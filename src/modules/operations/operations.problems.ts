import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  delivery_not_dead: {
    status: 409,
    title: 'The delivery is not dead',
    cause: 'It is under way, done, or was skipped, so there is nothing to redrive or skip.',
    cure: 'Read GET /api/v1/operations/dead-letters again.',
  },
});
