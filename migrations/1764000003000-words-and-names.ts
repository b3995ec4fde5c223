import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Marks beside and below letters (accents, Arabic vowels and tatweel), and what is not seen. */
const MARKS = '\\00ad\\0300-\\036f\\0640\\064b-\\065f\\0670\\200b-\\200f\\2060\\feff';
/** What stands between words: all of ASCII and of the general blocks that is neither letter nor digit, and other scripts' stops. */
const BETWEEN =
  '\\0001-\\002f\\003a-\\0040\\005b-\\0060\\007b-\\00bf\\00d7\\00f7\\02b9-\\02ff\\05be\\05f3\\05f4\\060c\\061b\\061f\\0964\\0965' +
  '\\2000-\\2bff\\2e00-\\2e7f\\3000-\\3003\\3008-\\3020\\30fb';
/** What people leave out within a word: D'Angelo, S.r.l., Jean-Luc. */
const WITHIN = '\\002d\\0027\\002e\\0060\\00b4\\02bc\\2010-\\2015\\2018\\2019';
/** Scripts without blanks between words, where the family name comes first. */
const UNSPACED = '\\1100-\\11ff\\2e80-\\2fdf\\3005-\\3007\\3040-\\30fa\\30fc-\\9fff\\ac00-\\d7af\\f900-\\faff';

/**
 * The one folding of text: what is stored and what is asked for go through the same function, so that they meet however they are
 * written. A prospect's row keeps its words and the name that it is listed by, by a trigger, which works under older processes too.
 */
export class WordsAndNames1764000003000 implements MigrationInterface {
  name = 'WordsAndNames1764000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS unaccent');
    const [{ unaccent, dictionary }] = (await runner.query(
      `SELECT format('%I.unaccent', nspname) AS unaccent, quote_literal(format('%I.unaccent', nspname)) AS dictionary
       FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'unaccent'`,
    )) as [Record<string, string>];
    // Bodies in this form are parsed now, so that they hold under any search_path.
    await runner.query(`
      CREATE FUNCTION folded_words(given text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE RETURN
        btrim(regexp_replace(translate(lower(${unaccent}(${dictionary}, normalize(regexp_replace(normalize(given, NFKD), U&'[${MARKS}]', '', 'g'), NFKC))
          ${await lowering(runner)}), 'ς', 'σ'), U&'[${BETWEEN}]+', ' ', 'g'));
      COMMENT ON FUNCTION folded_words IS 'words without case, accents and punctuation, a blank between them';

      CREATE FUNCTION words_pattern(given text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE RETURN
        '%' || CASE WHEN length(split_part(folded_words(given), ' ', 1)) < 3 AND given !~ U&'[${UNSPACED}]' THEN ' ' ELSE '' END || folded_words(given) || '%';
      COMMENT ON FUNCTION words_pattern IS 'for LIKE on words with a blank before the first: any part of them, or where the first is short, the beginning of one';

      CREATE FUNCTION joined_words(given text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE RETURN
        folded_words(regexp_replace(given, U&'[${WITHIN}]+', '', 'g'));
      COMMENT ON FUNCTION joined_words IS 'as folded_words, but D''Angelo is one word';

      CREATE FUNCTION name_words(given text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE RETURN
        ' ' || folded_words(given) || CASE WHEN given ~ U&'[${WITHIN}]' THEN ' ' || joined_words(given) ELSE '' END;
      COMMENT ON FUNCTION name_words IS 'a blank and the words of a name, what is punctuated within also as one';
      CREATE FUNCTION person_words(first_name text, last_name text) RETURNS text IMMUTABLE PARALLEL SAFE RETURN
        name_words(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))
          || CASE WHEN last_name ~ U&'[${UNSPACED}]' THEN ' ' || folded_words(last_name || coalesce(first_name, ''))
            WHEN last_name LIKE '% %' THEN ' ' || replace(joined_words(last_name), ' ', '') ELSE '' END;
      COMMENT ON FUNCTION person_words IS 'a blank and the words of a name, De Santis also as one, and a name of a script without blanks in its own order';
      CREATE FUNCTION prospect_words(first_name text, last_name text, company_name text, email text, phone text, tax_code text, vat_number text)
      RETURNS text IMMUTABLE PARALLEL SAFE RETURN
        person_words(first_name, last_name) || coalesce(name_words(company_name), '')
          || ' ' || folded_words(email || ' ' || phone || ' ' || coalesce(tax_code, '') || ' ' || coalesce(vat_number, ''));

      -- Two blanks, which no word has, put all of one last name before the next.
      CREATE FUNCTION person_list_name(first_name text, last_name text) RETURNS text IMMUTABLE PARALLEL SAFE RETURN
        joined_words(coalesce(last_name, '')) || '  ' || joined_words(coalesce(first_name, ''));
      CREATE FUNCTION prospect_list_name(type text, first_name text, last_name text, company_name text) RETURNS text IMMUTABLE PARALLEL SAFE RETURN
        CASE WHEN type = 'business' AND company_name IS NOT NULL THEN joined_words(company_name) ELSE person_list_name(first_name, last_name) END;`);
    await runner.query(`
      SET LOCAL lock_timeout = '3s';
      ALTER TABLE prospect ADD words text, ADD list_name text COLLATE "C";
      COMMENT ON COLUMN prospect.words IS 'kept by triggers';
      COMMENT ON COLUMN prospect.list_name IS 'kept by triggers';
      CREATE FUNCTION note_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
      BEGIN
        NEW.words = prospect_words(NEW.first_name, NEW.last_name, NEW.company_name, NEW.email, NEW.phone, NEW.tax_code, NEW.vat_number);
        NEW.list_name = prospect_list_name(NEW.type, NEW.first_name, NEW.last_name, NEW.company_name);
        RETURN NEW;
      END $$;
      CREATE TRIGGER prospect_words BEFORE INSERT OR UPDATE OF type, first_name, last_name, company_name, email, phone, tax_code, vat_number ON prospect
        FOR EACH ROW EXECUTE FUNCTION note_words();
      -- Rows that a replication or a load brings around triggers have their words as well.
      ALTER TABLE prospect ENABLE ALWAYS TRIGGER prospect_words;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER prospect_words ON prospect;
      ALTER TABLE prospect DROP words, DROP list_name;
      DROP FUNCTION note_words, prospect_list_name, person_list_name, prospect_words, person_words, name_words, joined_words, words_pattern, folded_words;`);
  }
}

/** A collation that knows the letters of every script, whatever the database's own: PostgreSQL's since 17, before that ICU's. */
async function lowering(runner: QueryRunner): Promise<string> {
  const [found] = (await runner.query(
    `SELECT format('COLLATE %I', collname) AS collate FROM pg_collation
     WHERE collname IN ('pg_c_utf8', 'und-x-icu') AND collencoding IN (-1, pg_char_to_encoding('UTF8')) ORDER BY collname LIMIT 1`,
  )) as { collate: string }[];
  return found?.collate ?? '';
}
