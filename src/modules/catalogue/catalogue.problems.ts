import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  no_catalogue_effective: {
    status: 409,
    title: 'No catalogue version covers that day',
    cause: "The providers' terms are dated, and none are in force on the day asked for.",
    cure: 'Name another day, or have an admin publish a catalogue version for it.',
  },
});
