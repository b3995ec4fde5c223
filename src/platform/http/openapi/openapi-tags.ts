/** The document's sections, in the order in which business comes. */
export const TAGS = [
  { name: 'auth', description: 'Register, sign in and out, password and second factor.' },
  { name: 'users', description: 'Who works here: role, supervisor, activity.' },
  { name: 'catalogue', description: 'Versions of providers, products and tariffs, each in force from a day on.' },
  { name: 'prospects', description: 'People and businesses that may become customers.' },
  { name: 'eligibility', description: 'Who would insure a prospect, and for how much; nothing is stored.' },
  { name: 'quotes', description: 'Comparisons and the priced offers in them.' },
  { name: 'policies', description: 'From the accepted quote to instalments, renewal and cancellation.' },
  { name: 'contracts', description: 'Whether a PDF is a contract as it was issued.' },
  { name: 'commissions', description: 'Who earns what, why, and what is paid out.' },
  { name: 'dashboard', description: 'The figures of a period, and what happened lately.' },
  { name: 'operations', description: 'For admins: deliveries, dead letters, access log, metrics.' },
  { name: 'events', description: 'For admins: the event store and its seal.' },
  { name: 'problems', description: 'Every refusal with its meaning, cause and cure.' },
  { name: 'health', description: 'For probes: whether the system runs and can do its work.' },
];
