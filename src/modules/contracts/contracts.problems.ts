import { problems } from '../../platform/http/problems/problem-catalogue.js';

problems({
  glyph_missing: {
    status: 409,
    title: 'A character of the contract cannot be printed',
    cause:
      "None of the fonts that the system brings has it; `characters` names each. The machine's own fonts do not count: a contract looks the same everywhere.",
    cure: 'Correct the name in which it stands (PATCH the prospect) and ask again; an admin redrives the dead delivery.',
  },
  document_damaged: {
    status: 503,
    title: 'The stored document cannot be handed out',
    cause: 'Its file is missing from the documents folder, or is no longer the one that was put on record.',
    cure: 'An admin restores the file from the backup of the documents folder; asking again before changes nothing.',
  },
});
